import { Temporal } from "temporal-polyfill";
import type { PastTime } from "../../conversation/vocabulary.ts";
import type { Utterance } from "../hear.ts";
import { holds } from "../tokens.ts";
import { findPart, has, type NamedDate, rulesFor } from "./date-pattern.ts";
import { dateRules } from "./date-rules.ts";
import { type DateToken, readDateWords } from "./read-date-words.ts";
import { findSpans, type Span, type Stretch } from "./span.ts";

/** Rules for what names one day in the past, whatever is said around it. */
const rules = [
  ...dateRules,
  ...rulesFor(["weekday"], ({ weekday }) => (weekday === undefined ? undefined : { weekday })),
  ...rulesFor(["day"], ({ day = 0 }) => ({ day: { type: "from-today", days: day, months: 0 } })),
  ...rulesFor(["this part", "tonight"], () => ({ day: { type: "from-today", days: 0, months: 0 } })),
];

/** Kinds of words that tell a time without naming a day: "in May", "for weeks". */
const timeKinds = ["month", "days", "months", "daysSpan"] as const;
/** Kinds of words that name a day, or a part of today. */
const dayKinds = ["weekday", "day", "part", "tonight"] as const;
/** Kinds of words that may stand before such a word, or behind it. */
const besideKinds = [
  "number",
  "ordinal",
  "ordinalSuffix",
  "year",
  "the",
  "this",
  "in",
  "at",
  "veto",
] as const;
/** Kinds of words that stand behind a length of time: "two days later". */
const behindKinds = ["vague", "onward"] as const;

/**
 * Reads when something was done, in the person's zone: the day only if exactly one is named and it
 * is not ahead, else "some-time-ago"; undefined if no time is told, as in "done" alone.
 */
export function readPastTime({ tokens, words, reading, reader }: Utterance): PastTime | undefined {
  const dates = reading.dates();
  if (dates === undefined) return undefined;
  const all = readDateWords(tokens, dates);
  const found = foundIn(all);
  const isTold = found.length > 0 || all.some((_, at) => has(all, at, ...timeKinds));
  if (!isTold) return holds(words, dates.earlier) ? "some-time-ago" : undefined;
  const today = Temporal.Instant.fromEpochMilliseconds(reader.now).toZonedDateTimeISO(reader.zone);
  const [day, ...others] = found.map((each) => dayIn(each, today.toPlainDate()));
  return day === undefined || others.length > 0 ? "some-time-ago" : { day: day.toString() };
}

/**
 * Returns the words of a clause without those that tell when something was: "the form was sent" for "the
 * form was sent on 20 May". Undefined if they tell no time, or one that may be ahead.
 */
export function withoutPastTime({ tokens, reading, reader }: Utterance): string | undefined {
  const dates = reading.dates();
  if (dates === undefined) return undefined;
  const all = readDateWords(tokens, dates);
  const times = findSpans(all.length, (at) => timeAt(all, at));
  const today = Temporal.Instant.fromEpochMilliseconds(reader.now).toZonedDateTimeISO(reader.zone);
  const isPastTime = ({ from, to }: Stretch) =>
    liesBehind(all.slice(from, to), dates.earlier, today.toPlainDate());
  if (times.length === 0 || !times.every(isPastTime)) return undefined;
  const isTime = (at: number) => times.some(({ from, to }) => from <= at && at < to);
  return all.flatMap(({ text }, at) => (isTime(at) ? [] : text)).join(" ");
}

/** Finds the words for a time that begin here, with those that stand before and behind it. */
function timeAt(tokens: readonly DateToken[], from: number): Stretch | undefined {
  const kinds = [...timeKinds, ...dayKinds, ...besideKinds, "filler"] as const;
  let to = from;
  while (has(tokens, to, ...kinds) || (to > from && has(tokens, to, ...behindKinds))) to += 1;
  const isTime = tokens.slice(from, to).some((_, at) => has(tokens, from + at, ...timeKinds, ...dayKinds));
  return isTime ? { from, to } : undefined;
}

/** Whether words for a time name a day that is not ahead, or tell that it was some time ago. */
function liesBehind(
  tokens: readonly DateToken[],
  earlier: readonly string[],
  today: Temporal.PlainDate,
): boolean {
  if (
    holds(
      tokens.flatMap(({ text }) => text.split(" ")),
      earlier,
    )
  )
    return true;
  const isAfter = tokens.some(
    (_, at) => has(tokens, at, ...behindKinds) && has(tokens, at - 1, ...timeKinds),
  );
  if (isAfter) return true;
  const [date, ...others] = foundIn(tokens);
  const isClear = !tokens.some((_, at) => has(tokens, at, "veto"));
  return isClear && date !== undefined && others.length === 0 && dayIn(date, today) !== undefined;
}

/** Returns the dates in a text; one that a word makes unclear ("before", "or") has no day. */
function foundIn(tokens: readonly DateToken[]): readonly NamedDate[] {
  return findSpans(tokens.length, (at) => findPart(rules, tokens, at)).map((date) =>
    isUnclear(tokens, date) ? {} : date.value,
  );
}

function isUnclear(tokens: readonly DateToken[], { from, to }: Span<NamedDate>): boolean {
  return has(tokens, from - 1, "veto", "at") || has(tokens, to, "veto");
}

function dayIn({ day, weekday }: NamedDate, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  if (day === undefined) return weekday === undefined ? undefined : lastWeekday(weekday, today);
  if (day.type === "from-today") return day.days > 0 ? undefined : today.add({ days: day.days });
  // "5/6" is a date to some and a fraction to others.
  if (day.type !== "date") return undefined;
  const named = { day: day.day, month: day.month };
  const years = day.year === undefined ? [today.year, today.year - 1] : [day.year];
  return years.map((year) => existing({ ...named, year })).find((each) => each && isPast(each, today));
}

/**
 * The last such day before today; undefined if that weekday is today: "Monday", said on a Monday,
 * may be today.
 */
function lastWeekday(weekday: number, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const days = (today.dayOfWeek - weekday + 7) % 7;
  return days === 0 ? undefined : today.subtract({ days });
}

function existing(date: { readonly year: number; readonly month: number; readonly day: number }) {
  try {
    return Temporal.PlainDate.from(date, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

function isPast(day: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(day, today) <= 0;
}
