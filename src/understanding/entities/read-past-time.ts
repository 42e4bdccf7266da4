import { Temporal } from "temporal-polyfill";
import type { PastTime } from "../../conversation/vocabulary.ts";
import type { Utterance } from "../hear.ts";
import { holds } from "../tokens.ts";
import { findPart, has, type NamedDate, rulesFor } from "./date-pattern.ts";
import { dateRules } from "./date-rules.ts";
import { type DateToken, readDateWords } from "./read-date-words.ts";
import { findSpans, type Span } from "./span.ts";

/** Rules for what names one day in the past, whatever is said around it. */
const rules = [
  ...dateRules,
  ...rulesFor(["weekday"], ({ weekday }) => (weekday === undefined ? undefined : { weekday })),
  ...rulesFor(["day"], ({ day = 0 }) => ({ day: { type: "from-today", days: day, months: 0 } })),
  ...rulesFor(["this part", "tonight"], () => ({ day: { type: "from-today", days: 0, months: 0 } })),
];

/** Kinds of words that tell a time without naming a day: "in May", "for weeks". */
const timeKinds = ["month", "days", "months", "daysSpan"] as const;

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
