import type { DateToken, Reading } from "./read-date-words.ts";

/** A day as it was named, not yet looked up in a calendar. */
export type NamedDay =
  | { readonly type: "from-today"; readonly days: number; readonly months: number }
  | { readonly type: "date"; readonly day: number; readonly month: number; readonly year?: number }
  /** 5/6 where it can be either. */
  | { readonly type: "numbers"; readonly first: number; readonly second: number; readonly year?: number }
  | { readonly type: "day-of-month"; readonly day: number }
  | { readonly type: "weekend"; readonly next: boolean };

/** An hour as it was named. `clock`: 24 where it can only be meant so, 12 where it can be morning or evening. */
export interface NamedHour {
  readonly hour: number;
  readonly minute: number;
  readonly clock: "24" | "12" | "am" | "pm";
  /** Named without a word such as "at": « 2 h ». */
  readonly bare: boolean;
}

/** The parts of a date that a text names. */
export interface NamedDate {
  readonly day?: NamedDay;
  readonly weekday?: number;
  /** "next" or "this", said of the weekday. */
  readonly which?: "next" | "this";
  readonly shift?: number;
  readonly nextWeek?: true;
  readonly nextMonth?: true;
  readonly hour?: NamedHour;
  /** A part of the day, by its hour. */
  readonly part?: number;
  /** Minutes from now. */
  readonly minutes?: number;
}

/** What a rule found and the index after it. */
export interface Found {
  readonly named: NamedDate;
  readonly end: number;
}

/** Finds a part of a date that begins at this index. */
export type Rule = (tokens: readonly DateToken[], index: number, clockOf24: boolean) => Found | undefined;

/** Gives the index after a token that can be left out. */
export function skip(tokens: readonly DateToken[], index: number, is: Reading["is"]): number {
  return has(tokens, index, is) ? index + 1 : index;
}

/** True where the token at this index can be understood in one of these ways. */
export function has(tokens: readonly DateToken[], index: number, ...kinds: Reading["is"][]): boolean {
  return kinds.some((is) => value(tokens, index, is) !== undefined);
}

/** Gives the value of the token at this index, where it can be understood so. */
export function value(tokens: readonly DateToken[], index: number, is: Reading["is"]): number | undefined {
  return tokens[index]?.readings.find((reading) => reading.is === is)?.value;
}

/** True where a number before this index counts something, or is part of a date. */
export function beginsDateOrLength(tokens: readonly DateToken[], index: number): boolean {
  return has(tokens, index, "month", "minutes", "days", "months", "symbol");
}

const pointers = ["next", "this"] as const;

const numericDate: Rule = (tokens, index) => {
  const [first, second] = [0, 2].map((step) => value(tokens, index + step, "number"));
  const sign = tokens[index + 1]?.text ?? "";
  if (first === undefined || second === undefined || !["/", ".", "-"].includes(sign)) return undefined;
  const third = tokens[index + 3]?.text === sign ? value(tokens, index + 4, "number") : undefined;
  if (third !== undefined) return threeNumbers(first, second, third, index + 5);
  // "18.30" is an hour to some and "20-05" can be from the 20th to the 5th: only with a year they are a date.
  return sign === "/" ? numbers(first, second, undefined, index + 3) : undefined;
};

function threeNumbers(first: number, second: number, third: number, end: number): Found {
  if (first > 999) return { named: { day: { type: "date", year: first, month: second, day: third } }, end };
  return numbers(first, second, third < 100 ? third + 2000 : third, end);
}

function numbers(first: number, second: number, year: number | undefined, end: number): Found {
  return { named: { day: { type: "numbers", first, second, ...(year === undefined ? {} : { year }) } }, end };
}

const dayAndMonth: Rule = (tokens, index) => {
  const dayFirst = dayOfMonthAt(tokens, index);
  const month = dayFirst && value(tokens, skip(tokens, dayFirst.end, "filler"), "month");
  if (dayFirst && month !== undefined)
    return withYear(tokens, dayFirst.day, month, skip(tokens, dayFirst.end, "filler") + 1);
  const monthFirst = value(tokens, index, "month");
  const dayAfter = monthFirst === undefined ? undefined : dayOfMonthAt(tokens, index + 1);
  if (monthFirst === undefined || !dayAfter) return undefined;
  return withYear(tokens, dayAfter.day, monthFirst, dayAfter.end);
};

function withYear(tokens: readonly DateToken[], day: number, month: number, end: number): Found {
  const year = value(tokens, end, "number");
  if (year === undefined || !/^\d{4}$/.test(tokens[end]?.text ?? ""))
    return { named: { day: { type: "date", day, month } }, end };
  return { named: { day: { type: "date", day, month, year } }, end: end + 1 };
}

const dayOfMonth: Rule = (tokens, index) => {
  const weekday = value(tokens, index, "weekday");
  const start = weekday === undefined ? index : index + 1;
  const found = dayOfMonthAt(tokens, start);
  if (!found || beginsDateOrLength(tokens, found.end)) return undefined;
  const last = found.end - 1;
  const isNamed = has(tokens, start, "the") || has(tokens, last, "ordinalSuffix", "ordinal");
  if (weekday === undefined && !isNamed) return undefined;
  const day: NamedDay = { type: "day-of-month", day: found.day };
  return { named: { day, ...(weekday === undefined ? {} : { weekday }) }, end: found.end };
};

/** Reads "20", "the 20th", "le premier"; not the 18 of "18 h". */
function dayOfMonthAt(tokens: readonly DateToken[], index: number): { day: number; end: number } | undefined {
  const start = skip(tokens, index, "the");
  const ordinal = value(tokens, start, "ordinal");
  if (ordinal !== undefined) return { day: ordinal, end: start + 1 };
  const day = value(tokens, start, "number");
  if (day === undefined) return undefined;
  if (has(tokens, start + 1, "ordinalSuffix")) return { day, end: start + 2 };
  const isHour = has(tokens, start + 1, "hourMark", "oClock", "am", "pm", "symbol");
  return isHour ? undefined : { day, end: start + 1 };
}

/** Reads "friday", "this weekend", « vendredi prochain ». */
const weekdayOrWeekend: Rule = (tokens, index) => {
  const before = pointers.find((kind) => has(tokens, index, kind));
  const at = before ? index + 1 : index;
  const weekday = value(tokens, at, "weekday");
  if (weekday === undefined && !has(tokens, at, "weekend")) return undefined;
  const isNextAfter = before === undefined && has(tokens, at + 1, "next");
  const which = isNextAfter ? "next" : before;
  const end = isNextAfter ? at + 2 : at + 1;
  if (weekday === undefined) return { named: { day: { type: "weekend", next: which === "next" } }, end };
  return { named: { weekday, ...(which && { which }) }, end };
};

const dayFromToday: Rule = (tokens, index) => {
  const days = value(tokens, index, "day");
  if (days !== undefined) return { named: { day: { type: "from-today", days, months: 0 } }, end: index + 1 };
  const today: NamedDay = { type: "from-today", days: 0, months: 0 };
  if (has(tokens, index, "tonight")) return { named: { day: today, part: 19 }, end: index + 1 };
  const part = has(tokens, index, "this") ? value(tokens, index + 1, "part") : undefined;
  return part === undefined ? undefined : { named: { day: today, part }, end: index + 2 };
};

const alone: Rule = (tokens, index) => {
  const end = index + 1;
  if (has(tokens, index, "nextWeek")) return { named: { nextWeek: true }, end };
  if (has(tokens, index, "nextMonth")) return { named: { nextMonth: true }, end };
  const shift = value(tokens, index, "shift");
  if (shift !== undefined) return { named: { shift }, end };
  const part = value(tokens, index, "part");
  return part === undefined ? undefined : { named: { part }, end };
};

export const dateRules: readonly Rule[] = [numericDate, dayAndMonth];
export const dayRules: readonly Rule[] = [dayOfMonth, weekdayOrWeekend, dayFromToday, alone];
