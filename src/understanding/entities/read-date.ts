import { Temporal } from "temporal-polyfill";
import type { Instant, TypedDate, Zone } from "../../conversation/vocabulary.ts";
import type { Token } from "../tokens.ts";
import { findPart, has, type NamedDate, type NamedDay, type Rule, rulesFor } from "./date-pattern.ts";
import { dateRules, dayRules } from "./date-rules.ts";
import { findZone, type NamedZone, type NamedZones } from "./find-zone.ts";
import { hourRules, lengthRules } from "./hour-rules.ts";
import {
  type Dates,
  type DateToken,
  type DateWords,
  type Reading,
  readDateWords,
} from "./read-date-words.ts";
import { dayOf, timeOf } from "./resolve-date.ts";
import { findSpans } from "./span.ts";

/** Longer texts tell a story; a date in it is not an answer. */
const mostTokens = 50;

/** A date as it is read in one zone. */
type Moment = Exclude<TypedDate, { readonly kind: "unclear-zone" }>;

/** Where and when a date is typed, and the last day on which one can object to what is spoken of, if it has one. */
interface Here {
  readonly now: Instant;
  readonly zone: Zone;
  readonly lastDay?: string | undefined;
  /** What the reminder that was just set is due at: an hour alone is one of that day. */
  readonly setFor?: Instant | undefined;
  /** How a zone is named with the hour; then that one counts in place of the person's. */
  readonly zones?: NamedZones | undefined;
  /** True if the person has told their zone. */
  readonly isZoneTold?: boolean;
  /** Whether a word is part of the name of a service; only given if a date is surely wished for, so that other words do not matter. */
  readonly isName?: ((word: string) => boolean) | undefined;
}

/**
 * Reads a date that a person typed, in their zone; undefined where the text is about something else.
 * A date is given only where every word is understood and it can be meant in one way.
 */
export function readDate(typed: readonly Token[], dates: Dates, here: Here): TypedDate | undefined {
  if (typed.length > mostTokens) return undefined;
  const all = readDateWords(typed, dates);
  const said = here.zones && findZone(all, here.zones);
  const zone = said?.value;
  const rest = said ? [...all.slice(0, said.from), ...all.slice(said.to)] : all;
  // What is told of another place is not the person's zone.
  const isWhole = here.isName !== undefined || !hasAny(rest, "unknown");
  const isOther = zone !== undefined && !(zone === "own" && here.isZoneTold);
  return isOther && isWhole ? readInZone(zone, rest, dates, here) : readMoment(rest, dates, here);
}

function readInZone(
  zone: NamedZone,
  rest: readonly DateToken[],
  dates: Dates,
  here: Here,
): TypedDate | undefined {
  if (zone === "own" || zone === "unclear") return { kind: "unclear-zone" };
  const date = readMoment(rest, dates, { ...here, zone });
  return date && { ...date, zone };
}

function readMoment(all: readonly DateToken[], { words }: Dates, here: Here): Moment | undefined {
  const tokens = here.isName ? withoutRest(all, here.isName) : all;
  if (!hasAny(tokens, "veto", "join", "vague")) {
    const named = nameParts(tokens, words.clockOf24);
    if (named && Object.keys(named).length > 0) return resolve(completed(named, tokens, here), words, here);
  }
  return isAboutTime(tokens) ? { kind: "unclear" } : undefined;
}

/** Leaves out names, what somebody wants to be reminded of, and what is said after the date: "to check, on Tuesday for Facebook, if I forget". */
function withoutRest(tokens: readonly DateToken[], isName: (word: string) => boolean): readonly DateToken[] {
  const isDated = (at: number) => !has(tokens, at, "unknown", "filler", "the", "at", "join", "aim");
  const [first, last] = [
    tokens.findIndex((_, at) => isDated(at)),
    tokens.findLastIndex((_, at) => isDated(at)),
  ];
  const aim = tokens.findIndex((_, at) => !has(tokens, at, "filler") || has(tokens, at, "aim"));
  const isAim = (at: number) => at >= aim && at < first && has(tokens, aim, "aim");
  const isNamed = (at: number) => has(tokens, at, "unknown") && isName(tokens[at]?.text ?? "");
  return tokens.filter(
    (_, at) =>
      at <= last &&
      !isNamed(at) &&
      !(has(tokens, at, "join") && isNamed(at + 1)) &&
      !(isAim(at) && has(tokens, at, "unknown", "join", "aim")),
  );
}

/** "Next week" alone is its Monday, and "next month" its first day. */
function completed(named: NamedDate, tokens: readonly DateToken[], { setFor, zone }: Here): NamedDate {
  const isHourAlone = Object.keys(named).every((part) => part === "hour" || part === "part");
  return {
    ...(named.nextWeek && { weekday: 1 }),
    ...(named.nextMonth && { day: { type: "day-of-month", day: 1, isWord: false } }),
    ...(setFor !== undefined && isHourAlone && { day: dayNamedBy(setFor, zone) }),
    ...named,
    ...(hasAny(tokens, "instead") && { instead: true }),
  };
}

function dayNamedBy(at: Instant, zone: Zone): NamedDay {
  const { day, month, year } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { type: "date", day, month, year };
}

/** Tells a date that was not understood from a text about something else. */
function isAboutTime(tokens: readonly DateToken[]): boolean {
  const signs = tokens.filter((token) => token.readings.some(({ is }) => timeKinds.has(is)));
  if (signs.some((token) => !token.weak) || hasAt(tokens, hours)) return true;
  return (signs.length > 0 || hasAt(tokens, unclearNumbers)) && !hasAny(tokens, "unknown");
}

/** "20.05": a date to some and an hour to others. */
const unclearNumbers = rulesFor(["number symbol number"], () => ({}));
const hours = rulesFor(["number hourMark|pm|am"], () => ({}));

function hasAt(tokens: readonly DateToken[], signs: readonly Rule[]): boolean {
  return tokens.some((_, index) => findPart(signs, tokens, index));
}

function hasAny(tokens: readonly DateToken[], ...kinds: Reading["is"][]): boolean {
  return tokens.some((_, index) => has(tokens, index, ...kinds));
}

function resolve(named: NamedDate, words: DateWords, here: Here): Moment {
  const { minutes, instead: _, ...others } = named;
  if (minutes === undefined) return resolveInZone(named, words, here);
  const isAlone = Object.keys(others).length === 0;
  return isAlone ? { kind: "at", at: here.now + minutes * 60_000 } : { kind: "unclear" };
}

function resolveInZone(named: NamedDate, words: DateWords, { now, zone, lastDay }: Here): Moment {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDateTime();
  const time = timeOf(named, here);
  if (time === "unclear") return { kind: "unclear" };
  const day = dayOf(named, { here, time, dayFirst: words.dayFirst, lastDay });
  if (day === "unclear") return { kind: "unclear" };
  if (time) return { kind: "at", at: instantOf(day ?? nextDayWith(time, here), time, zone) };
  return day ? { kind: "day", day: day.toString() } : { kind: "unclear" };
}

/** Today where the hour is still ahead, else tomorrow. */
function nextDayWith(time: Temporal.PlainTime, here: Temporal.PlainDateTime): Temporal.PlainDate {
  const isOver = Temporal.PlainTime.compare(time, here.toPlainTime()) <= 0;
  return here.toPlainDate().add({ days: isOver ? 1 : 0 });
}

function instantOf(day: Temporal.PlainDate, time: Temporal.PlainTime, zone: Zone): Instant {
  // An hour that the clocks leave out is read as the one after it: 2:30 as 3:30.
  return day.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

const timeKinds: ReadonlySet<Reading["is"]> = new Set([
  ...(["ordinal", "weekday", "month", "day", "part", "minutes", "days", "months"] as const),
  ...(["minutesSpan", "daysSpan", "daysBefore", "dayBefore", "shift", "beforeHour"] as const),
  ...(["tonight", "weekend", "nextWeek", "nextMonth", "vague", "fromNow"] as const),
]);

/** Puts the parts of a date together; undefined where a word is left over or a part is named twice. */
function nameParts(tokens: readonly DateToken[], clockOf24: boolean): NamedDate | undefined {
  const spans = findSpans(tokens.length, (at) => findPart(rules, tokens, at, clockOf24));
  // A little word that introduces nothing here ("le", "at") is as good as none.
  const isRead = (at: number) =>
    has(tokens, at, "filler", "instead", "the", "at") || spans.some(({ from, to }) => from <= at && at < to);
  const parts = spans.flatMap(({ value }) => Object.entries(value));
  const named: NamedDate = Object.fromEntries(parts);
  const isWhole = Object.keys(named).length === parts.length && tokens.every((_, at) => isRead(at));
  return isWhole ? named : undefined;
}

const rules = [...lengthRules, ...dateRules, ...hourRules, ...dayRules];
