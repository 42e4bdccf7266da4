import {
  beginsDateOrLength,
  type Found,
  has,
  type NamedDay,
  type NamedHour,
  type Rule,
  skip,
  value,
} from "./read-date-days.ts";
import type { DateToken } from "./read-date-words.ts";

export const length: Rule = (tokens, index) => {
  const introduced = has(tokens, index, "in");
  const start = introduced ? index + 1 : index;
  const found = minutesAt(tokens, start) ?? daysAt(tokens, start);
  if (!found) return undefined;
  if (introduced) return { ...found, end: skip(tokens, found.end, "fromNow") };
  return has(tokens, found.end, "fromNow") ? { ...found, end: found.end + 1 } : undefined;
};

function minutesAt(tokens: readonly DateToken[], start: number): Found | undefined {
  const span = value(tokens, start, "minutesSpan");
  if (span !== undefined) return { named: { minutes: span }, end: start + 1 };
  const count = value(tokens, start, "number");
  const unit = value(tokens, start + 1, "minutes");
  if (count === undefined || unit === undefined) return undefined;
  const minutes = count * unit;
  if (unit !== 60) return { named: { minutes }, end: start + 2 };
  const more = minutesAfterHour(tokens, start + 2);
  return { named: { minutes: minutes + more.minutes }, end: skip(tokens, more.end, "minutes") };
}

function daysAt(tokens: readonly DateToken[], start: number): Found | undefined {
  const span = value(tokens, start, "daysSpan");
  if (span !== undefined)
    return { named: { day: { type: "from-today", days: span, months: 0 } }, end: start + 1 };
  const count = value(tokens, start, "number");
  if (count === undefined) return undefined;
  const unit = value(tokens, start + 1, "days");
  const months = value(tokens, start + 1, "months");
  if (unit === undefined && months === undefined) return undefined;
  const day: NamedDay = { type: "from-today", days: count * (unit ?? 0), months: count * (months ?? 0) };
  return { named: { day }, end: start + 2 };
}

const noonAndMinutes: Rule = (tokens, index) => {
  const start = skip(tokens, index, "at");
  if (value(tokens, start, "part") !== 12) return undefined;
  const { minutes, end } = minutesAfterHour(tokens, start + 1);
  return end === start + 1
    ? undefined
    : hourAt(tokens, { hour: 12, minute: minutes, clock: "24", bare: false }, end);
};

const hourPast: Rule = (tokens, index) => {
  const start = skip(tokens, index, "at");
  const hour = value(tokens, start + 1, "number");
  const minutes = value(tokens, start, "beforeHour");
  if (minutes === undefined || hour === undefined) return undefined;
  return hourAt(
    tokens,
    { hour, minute: minutes, clock: "12", bare: false },
    skip(tokens, start + 2, "oClock"),
  );
};

const hour: Rule = (tokens, index, clockOf24) => {
  const start = skip(tokens, index, "at");
  const hour = value(tokens, start, "number");
  if (hour === undefined) return undefined;
  const bare = start === index;
  const isPadded = tokens[start]?.text.startsWith("0");
  const found: NamedHour = { hour, minute: 0, clock: clockOf24 || isPadded ? "24" : "12", bare };
  return markedHour(tokens, found, start + 1) ?? spokenHour(tokens, found, start + 1);
};

/** Reads "18 h 30" and "6 o'clock". */
function markedHour(tokens: readonly DateToken[], found: NamedHour, index: number): Found | undefined {
  if (has(tokens, index, "oClock")) return hourAt(tokens, { ...found, bare: false }, index + 1);
  if (!has(tokens, index, "hourMark")) return undefined;
  const { minutes, end } = minutesAfterHour(tokens, index + 1);
  return hourAt(tokens, { ...found, minute: minutes, clock: "24" }, skip(tokens, end, "minutes"));
}

/** Reads "18:30", "6 pm", "at 18". */
function spokenHour(tokens: readonly DateToken[], found: NamedHour, index: number): Found | undefined {
  const { minutes, sign, end } = spokenMinutes(tokens, index);
  // A number alone is an hour only where a word or sign says so; "18.30" is none of a day and a month.
  const isClock = sign === ":" || (sign === "." && minutes > 12);
  const isMeant = !found.bare || isClock || has(tokens, end, "am", "pm", "tonight");
  if (!isMeant || beginsDateOrLength(tokens, end)) return undefined;
  return hourAt(tokens, { ...found, minute: minutes, bare: false }, end);
}

/** Puts "am" or "pm" to an hour; its minute is below 0 where it is so many minutes to the hour. */
function hourAt(tokens: readonly DateToken[], { hour, minute, clock, bare }: NamedHour, end: number): Found {
  const half = (["am", "pm"] as const).find((kind) => has(tokens, end, kind));
  const early = minute < 0 ? 1 : 0;
  const named = { hour: hour - early, minute: minute + 60 * early, clock: half ?? clock, bare };
  return { named: { hour: named }, end: half ? end + 1 : end };
}

/** Reads the minutes of "18:30", "18.30" and "six thirty". */
function spokenMinutes(
  tokens: readonly DateToken[],
  index: number,
): { minutes: number; sign: string; end: number } {
  const sign = tokens[index]?.text ?? "";
  const minutes = value(tokens, index + 1, "number");
  if ((sign === ":" || sign === ".") && minutes !== undefined) return { minutes, sign, end: index + 2 };
  const spoken = value(tokens, index, "number");
  const isMinutes = spoken !== undefined && spoken > 9 && !beginsDateOrLength(tokens, index + 1);
  return isMinutes ? { minutes: spoken, sign: " ", end: index + 1 } : { minutes: 0, sign: "", end: index };
}

/** Reads "30", "and a half", "less a quarter" after an hour; a number that begins a date is none of it. */
function minutesAfterHour(tokens: readonly DateToken[], index: number): { minutes: number; end: number } {
  const part = value(tokens, index, "afterHour");
  if (part !== undefined) return { minutes: part, end: index + 1 };
  const minutes = value(tokens, index, "number");
  const beginsDate = has(tokens, index + 1, "month", "symbol");
  return minutes === undefined || beginsDate ? { minutes: 0, end: index } : { minutes, end: index + 1 };
}

export const hourRules: readonly Rule[] = [noonAndMinutes, hourPast, hour];
