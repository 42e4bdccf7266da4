import { Temporal } from "temporal-polyfill";
import type { Instant, TypedDate, Zone } from "../../conversation/vocabulary.ts";
import { minute } from "../../support/durations.ts";
import type { Token } from "../tokens.ts";
import { findPart, has, type NamedDate, type NamedDay, type Rule, rulesFor } from "./date-pattern.ts";
import { dateRules, dayRules } from "./date-rules.ts";
import { findZone, type NamedZone, type NamedZones } from "./find-zone.ts";
import { hourRules, lengthRules } from "./hour-rules.ts";
import {
  type Dates,
  type DateToken,
  type DateWords,
  readDateWords,
  type TokenSense,
} from "./read-date-words.ts";
import { dayOf, eitherDay, isInPart, timeOf } from "./resolve-date.ts";
import { findSpans, type Span, type Stretch } from "./span.ts";

/** Longer texts tell a story; a date in it is not an answer. */
const mostTokens = 50;
/** "On the Friday after next at half past two in the afternoon" has fewer. */
const mostTokensOfDate = 9;
/**
 * A date further on is no wish: "Remind me what I have to do on Monday" asks for no reminder on
 * Monday.
 */
const mostTokensBefore = 3;

/** A date as it is read in one zone. */
type Moment = Exclude<TypedDate, { readonly kind: "unclear-zone" }>;

/** What a date is read with. */
interface Here {
  readonly now: Instant;
  readonly zone: Zone;
  readonly lastDay?: string | undefined;
  /** When the reminder that was just set is due: an hour alone is one of that day. */
  readonly setFor?: Instant | undefined;
  /** The instants that were offered: "in the evening" is the one that is then. */
  readonly offered?: readonly Instant[] | undefined;
  /** The words for zones: a zone that is named with the date counts in place of the person's. */
  readonly zones?: NamedZones | undefined;
  /** True if the person has told their zone. */
  readonly isZoneTold?: boolean;
  /**
   * Whether a word is part of a service's name. Only given if a date is surely wished for, so that
   * other words do not matter.
   */
  readonly isName?: ((word: string) => boolean) | undefined;
}

/**
 * Reads a date that a person typed, in their zone; undefined if the text is about something else.
 * Returns a clear date only if every word is understood and the date can be meant in one way.
 */
export function readDate(typed: readonly Token[], dates: Dates, here: Here): TypedDate | undefined {
  if (typed.length > mostTokens) return undefined;
  const { zone, rest } = zoneApart(typed, dates, here);
  // Beside unknown words, a place is not taken for the person's zone.
  const isWhole = here.isName !== undefined || !hasAny(rest, "unknown");
  const meant = withoutOnward(rest);
  return readInZone(isWhole ? zone : undefined, here, (there) => readMoment(meant, dates, there));
}

/**
 * Reads the date that is wished for among words about something else: the only one that they name,
 * or the last one if it replaces the others ("tomorrow at 9, no make it 2 pm"); undefined if it can
 * be meant in two ways.
 */
export function readDateAmong(typed: readonly Token[], dates: Dates, here: Here): TypedDate | undefined {
  const { zone, rest } = zoneApart(typed, dates, here);
  return readInZone(zone, here, (there) => readMomentAmong(rest, dates, there));
}

/** A clause with the stretches of it that name a day or an hour, and the zone that it names. */
export interface TimedClause {
  readonly all: readonly DateToken[];
  readonly times: readonly Span<NamedDate>[];
  readonly zone?: NamedZone;
}

/** Returns clauses with what they name of a moment. */
export function clausesWithTimes(
  clauses: readonly (readonly Token[])[],
  dates: Dates,
  here: Here,
): readonly TimedClause[] {
  return clauses.map((typed) => {
    const { zone, rest } = zoneApart(typed, dates, here);
    const all = withoutOnward(rest);
    const times = findSpans(all.length, (at) => findPart(rules, all, at, dates.words.clockOf24));
    return { all, times, ...(zone && { zone }) };
  });
}

/**
 * Reads the moment whose day and hour stand somewhere in these clauses; undefined if they name several, or
 * none that is ahead.
 */
export function readDateAcross(
  clauses: readonly TimedClause[],
  { words }: Dates,
  here: Here,
): TypedDate | undefined {
  const parts = clauses.flatMap(({ times }) => times.flatMap(({ value }) => Object.entries(value)));
  const named: NamedDate = Object.fromEntries(parts);
  const values = new Set(parts.map((part) => JSON.stringify(part)));
  const isOne = values.size === Object.keys(named).length;
  if (!isOne || !namesMoment(named)) return undefined;
  const [zone] = clauses.flatMap((clause) => clause.zone ?? []);
  const date = readInZone(zone, here, (there) => resolve(named, words, there));
  return date === undefined || date.kind === "unclear-zone" || isAhead(date, here) ? date : undefined;
}

/** Whether a date has a day, and an hour or a part of the day. */
function namesMoment({ day, weekday, hour, part, sameHour }: NamedDate): boolean {
  return (day ?? weekday) !== undefined && (hour ?? part ?? sameHour) !== undefined;
}

function isAhead(date: Moment, { now }: Here): boolean {
  return date.kind === "at" ? date.at > now : isTelling(date);
}

function readMomentAmong(all: readonly DateToken[], dates: Dates, here: Here): Moment | undefined {
  const found = findSpans(all.length, (from) => longestAt(all, from, dates, here));
  const [first, ...others] = found;
  if (first === undefined || first.from > mostTokensBefore || !areAll(found, all)) return undefined;
  const replaced = others.reduce<Moment | undefined>((before, { from, to }, at) => {
    const replaces = hasAny(all.slice(found[at]?.to, to), "instead");
    const setFor = before?.kind === "at" ? before.at : here.setFor;
    return before && replaces ? readMoment(all.slice(from, to), dates, { ...here, setFor }) : undefined;
  }, first.value);
  return replaced ?? together(found, all, dates, here);
}

/** Reads dates that add to each other: "Wednesday as I said, Wednesday 14 May, around 3 pm". */
function together(
  found: readonly Span<Moment>[],
  all: readonly DateToken[],
  dates: Dates,
  here: Here,
): Moment | undefined {
  for (const begin of found.keys()) {
    const joined = found.slice(begin).flatMap(({ from, to }) => all.slice(from, to));
    const date = readMoment(joined, dates, here);
    const isSame = ({ value }: Span<Moment>) => dayIn(value, here) === (date && dayIn(date, here));
    if (date !== undefined && date.kind !== "unclear" && found.slice(0, begin).every(isSame)) return date;
  }
  return undefined;
}

/** The day of a date, as "2025-05-14"; undefined if it is unclear. */
function dayIn(date: Moment, { zone }: Here): string | undefined {
  if (date.kind === "day") return date.day;
  if (date.kind !== "at") return undefined;
  return zonedAt(date.at, zone).toPlainDate().toString();
}

/**
 * Whether these are all dates of a text, and no word beside one changes it or takes it back: "not
 * Friday", "Monday or Tuesday".
 */
function areAll(found: readonly Span<Moment>[], all: readonly DateToken[]): boolean {
  const isFound = (at: number) => found.some(({ from, to }) => from <= at && at < to);
  const isHour = (at: number) => has(all, at, "number") && has(all, at - 1, "at");
  // "She has changed the day" names none.
  const isLength = (at: number) => has(all, at, "number") || !has(all, at + 1, "days", "months", "minutes");
  const isTime = (at: number) =>
    isHour(at) || (isLength(at - 1) && all[at]?.readings.some(({ is }) => timeKinds.has(is)));
  if (all.some((_, at) => !isFound(at) && isTime(at))) return false;
  return found.every(({ from, to }) => !isVetoed(all, from, from - 1) && !isVetoed(all, to + 1, to));
}

/** A veto does not count beside `instead`: "or rather on Monday" takes nothing back. */
export function isVetoed(all: readonly DateToken[], instead: number, at: number): boolean {
  return has(all, at, "veto") && !has(all, instead, "instead");
}

/**
 * Returns the zone that a text names, unless it is the one that the person has told, and the text
 * without it.
 */
function zoneApart(typed: readonly Token[], dates: Dates, { zones, isZoneTold }: Here) {
  const all = withoutReplaced(withoutDenied(readDateWords(typed, dates)));
  const zone = zones && findZone(all, zones);
  if (zone === undefined) return { rest: all };
  const rest = withoutSpan(all, zone);
  if (zone.value === "own" && isZoneTold) return { rest };
  // "I'm in Dublin, so 6pm my time" names the zone twice.
  const again = zones && findZone(rest, zones);
  return { zone: zone.value, rest: again?.value === "own" ? withoutSpan(rest, again) : rest };
}

/** Leaves out a word before an hour that means that hour or later: "after 8 pm". */
function withoutOnward(all: readonly DateToken[]): readonly DateToken[] {
  const isHour = (at: number) => has(all, at, "number") && has(all, at + 1, "hourMark", "oClock", "am", "pm");
  return all.filter((_, at) => !(has(all, at, "onward") && isHour(at + 1)));
}

function withoutSpan(all: readonly DateToken[], { from, to }: Stretch): readonly DateToken[] {
  return [...all.slice(0, from), ...all.slice(to)];
}

/**
 * Leaves out a day that is denied in favour of the next one, which says more: "not Wednesday, Monday
 * at 10". "Not Friday, Saturday" may mean neither.
 */
function withoutDenied(all: readonly DateToken[]): readonly DateToken[] {
  const [denied = 0, meant = 0] = [...all.keys()].filter((at) => has(all, at, "weekday", "day"));
  const isDenied =
    has(all, 0, "insteadOf") && denied > 0 && meant > 0 && all.slice(1, meant).every(namesDate);
  return isDenied && hasAny(all.slice(meant), "number", "ordinal", "part") ? all.slice(meant) : all;
}

function namesDate(token: DateToken): boolean {
  return has([token], 0, "weekday", "day", "number", "ordinal", "month", "filler", "the", "instead");
}

/** Leaves out a date that the one before it replaces: "at 3 instead of 2", "8 pm, not 7". */
function withoutReplaced(all: readonly DateToken[]): readonly DateToken[] {
  const isDated = (token: DateToken) => token.readings.some(({ is }) => is === "number" || timeKinds.has(is));
  const from = all.findIndex((_, at) => has(all, at, "insteadOf") && all.slice(0, at).some(isDated));
  if (from < 0) return all;
  const rest = all.slice(from + 1);
  const length = rest.findIndex((_, at) => isBeside(rest, at) || has(rest, at, "veto", "instead"));
  return [...all.slice(0, from), ...(length < 0 ? [] : rest.slice(length))];
}

/** Returns the longest date that begins at this index, if it tells anything. */
function longestAt(
  all: readonly DateToken[],
  from: number,
  dates: Dates,
  here: Here,
): Span<Moment> | undefined {
  if (isBeside(all, from)) return undefined;
  for (let to = Math.min(all.length, from + mostTokensOfDate); to > from; to -= 1) {
    const value = isBeside(all, to - 1) ? undefined : readMoment(all.slice(from, to), dates, here);
    if (value !== undefined && isTelling(value)) return { from, to, value };
  }
  return undefined;
}

/** Whether a date is clear, or means either of two days or hours. */
function isTelling(date: Moment): boolean {
  return date.kind !== "unclear" || (date.either ?? date.eitherAt) !== undefined;
}

/** Whether a word adds nothing to a date. */
function isBeside(all: readonly DateToken[], at: number): boolean {
  return has(all, at, "unknown", "filler", "join", "aim", "vague");
}

function readInZone(
  zone: NamedZone | undefined,
  here: Here,
  read: (here: Here) => Moment | undefined,
): TypedDate | undefined {
  if (zone === undefined) return read(here);
  if (zone === "own" || zone === "unclear") return { kind: "unclear-zone" };
  const date = read({ ...here, zone });
  return date && { ...date, zone };
}

function readMoment(all: readonly DateToken[], dates: Dates, here: Here): Moment | undefined {
  const tokens = here.isName ? withoutRest(all, here.isName) : all;
  const meant = momentInstead(tokens, dates, here) ?? offeredMoment(tokens, here);
  return meant ?? readNamed(tokens, dates, here);
}

function readNamed(tokens: readonly DateToken[], { words }: Dates, here: Here): Moment | undefined {
  if (!hasAny(tokens, "veto", "join", "vague")) {
    const named = hourInstead(tokens, here) ?? nameParts(tokens, words.clockOf24);
    if (named && Object.keys(named).length > 0) return resolve(completed(named, tokens, here), words, here);
  }
  return isAboutTime(tokens) ? { kind: "unclear" } : undefined;
}

/**
 * Reads a moment behind the one that was just set and is denied: "not 16:00, 20:00". A weekday that
 * replaces one is of the same week.
 */
function momentInstead(tokens: readonly DateToken[], dates: Dates, here: Here): Moment | undefined {
  const { setFor, zone } = here;
  const from = tokens.findIndex((token) => !has([token], 0, "filler"));
  if (setFor === undefined || !has(tokens, from, "insteadOf")) return undefined;
  const day = zonedAt(setFor, zone).toPlainDate();
  const isSet = (date: Moment | undefined) => date !== undefined && isOn(date, setFor, day.toString());
  const before = day.subtract({ days: day.dayOfWeek }).toZonedDateTime(zone).epochMilliseconds;
  for (let cut = tokens.length - 1; cut > from + 1; cut -= 1) {
    const denied = tokens.slice(from + 1, cut);
    const there = [here, { ...here, now: before }].find((each) => isSet(readNamed(denied, dates, each)));
    const now = Math.max(here.now, there?.now ?? 0);
    const meant = there && readNamed(tokens.slice(cut), dates, { ...here, now });
    if (meant !== undefined && meant.kind !== "unclear" && !isSet(meant)) return meant;
  }
  return undefined;
}

/** Reads a part of the day at which one of the offered instants is: "in the evening please", "pm". */
function offeredMoment(tokens: readonly DateToken[], { offered = [], zone }: Here): Moment | undefined {
  const parts = tokens.filter((token) => !has([token], 0, "filler", "the", "at", "instead"));
  const senses = parts.map(({ readings }) =>
    readings.find(({ is }) => is === "part" || is === "am" || is === "pm"),
  );
  const [sense, ...others] = senses;
  if (sense === undefined || others.length > 0) return undefined;
  const found = offered.filter((at) => isInPart(zonedAt(at, zone).hour, sense));
  return found.length === 1 && found[0] !== undefined ? { kind: "at", at: found[0] } : undefined;
}

/** Whether a date names this instant, or its day without an hour. */
function isOn(date: Moment, at: Instant, day: string): boolean {
  return date.kind === "at" ? date.at === at : date.kind === "day" && date.day === day;
}

/**
 * Reads a number alone in place of the hour that was just set: "make it 7 instead". It is of the same
 * half of the day, but no reminder is wished for between one and six at night.
 */
function hourInstead(tokens: readonly DateToken[], { setFor, zone }: Here): NamedDate | undefined {
  const [only, ...others] = tokens.filter((token) => !has([token], 0, "instead", "filler"));
  const hour = only && has([only], 0, "number") ? Number(only.text) : Number.NaN;
  if (setFor === undefined || others.length > 0 || !hasAny(tokens, "instead")) return undefined;
  if (!(hour >= 1 && hour < 12)) return undefined;
  const before = zonedAt(setFor, zone).hour;
  return { hour: { hour, minute: 0, clock: hour > 6 && before < 12 ? "am" : "pm", bare: true } };
}

/**
 * Leaves out names, what somebody wants to be reminded of, and what follows the date: "to check, on
 * Tuesday for Facebook, if I forget".
 */
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

/**
 * Adds what is implied: "next week" alone is its Monday, "next month" its first day, an hour alone
 * is on the day of the reminder that was just set.
 */
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
  const { day, month, year } = zonedAt(at, zone);
  return { type: "date", day, month, year };
}

/**
 * Whether a text is about time: then it is a date that was not understood, else it is about
 * something else.
 */
function isAboutTime(tokens: readonly DateToken[]): boolean {
  const signs = tokens.filter((token) => token.readings.some(({ is }) => timeKinds.has(is)));
  if (signs.some((token) => !token.weak) || hasAt(tokens, hours)) return true;
  return (signs.length > 0 || hasAt(tokens, unclearNumbers)) && !hasAny(tokens, "unknown");
}

/**
 * The rules below match what is unclear ("20.05" is a date to some and an hour to others) or surely
 * an hour.
 */
const unclearNumbers = rulesFor(["number symbol number"], () => ({}));
const hours = rulesFor(["number hourMark|pm|am"], () => ({}));

function hasAt(tokens: readonly DateToken[], signs: readonly Rule[]): boolean {
  return tokens.some((_, index) => findPart(signs, tokens, index));
}

function hasAny(tokens: readonly DateToken[], ...kinds: TokenSense["is"][]): boolean {
  return tokens.some((_, index) => has(tokens, index, ...kinds));
}

function resolve(read: NamedDate, words: DateWords, here: Here): Moment {
  if (read.sameHour && here.setFor === undefined) return { kind: "unclear" };
  const named = read.sameHour ? dayOnly(read) : read;
  const { minutes, instead: _, ...others } = named;
  if (minutes === undefined) return resolveInZone(named, words, here);
  const isAlone = Object.keys(others).length === 0;
  return isAlone ? { kind: "at", at: here.now + minutes * minute } : { kind: "unclear" };
}

/** A day keeps the hour of the reminder that is moved, whatever part of it is named: "Monday evening, same time". */
function dayOnly(named: NamedDate): NamedDate {
  const { part: _, sameHour: __, ...others } = named;
  return others;
}

function resolveInZone(named: NamedDate, words: DateWords, { now, zone, lastDay }: Here): Moment {
  const here = zonedAt(now, zone).toPlainDateTime();
  const time = timeOf(named, here);
  if (time === "unclear") return eitherHalf(named, words, { now, zone, lastDay });
  const day = dayOf(named, { here, time, dayFirst: words.dayFirst, lastDay });
  if (day === "unclear") return { kind: "unclear", ...eitherDay(named, here) };
  if (time) return { kind: "at", at: instantOf(day ?? nextDayWith(time, here), time, zone) };
  return day ? { kind: "day", day: day.toString() } : { kind: "unclear" };
}

/** Returns the two hours that one can mean, or the one that is still ahead: "tomorrow at 7". */
function eitherHalf({ hour, ...named }: NamedDate, words: DateWords, here: Here): Moment {
  if (hour?.clock !== "12") return { kind: "unclear" };
  const [morning, evening] = (["am", "pm"] as const).map((clock) =>
    resolveInZone({ ...named, hour: { ...hour, clock } }, words, here),
  );
  if (morning?.kind !== "at" || evening?.kind !== "at") return { kind: "unclear" };
  if (morning.at <= here.now) return evening;
  const [first, second] = morning.at < evening.at ? [morning, evening] : [evening, morning];
  return { kind: "unclear", eitherAt: [first.at, second.at] };
}

function zonedAt(at: Instant, zone: Zone): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

/** Today if the hour is still ahead, else tomorrow. */
function nextDayWith(time: Temporal.PlainTime, here: Temporal.PlainDateTime): Temporal.PlainDate {
  const isOver = Temporal.PlainTime.compare(time, here.toPlainTime()) <= 0;
  return here.toPlainDate().add({ days: isOver ? 1 : 0 });
}

function instantOf(day: Temporal.PlainDate, time: Temporal.PlainTime, zone: Zone): Instant {
  // An hour that the clocks leave out is read as the one after it: 2:30 as 3:30.
  return day.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

const timeKinds: ReadonlySet<TokenSense["is"]> = new Set([
  ...(["ordinal", "weekday", "month", "day", "part", "minutes", "days", "months"] as const),
  ...(["minutesSpan", "daysSpan", "daysBefore", "dayBefore", "shift", "beforeHour"] as const),
  ...(["tonight", "weekend", "nextWeek", "nextMonth", "vague", "fromNow"] as const),
]);

/** Joins the parts of a date; undefined if a word is left over or a part is named twice. */
function nameParts(tokens: readonly DateToken[], clockOf24: boolean): NamedDate | undefined {
  const spans = findSpans(tokens.length, (at) => findPart(rules, tokens, at, clockOf24));
  // A small word that introduces nothing here ("le", "at") is ignored.
  const isRead = (at: number) =>
    has(tokens, at, "filler", "instead", "the", "at") || spans.some(({ from, to }) => from <= at && at < to);
  const parts = spans.flatMap(({ value }) => Object.entries(value));
  const named: NamedDate = Object.fromEntries(parts);
  const isWhole = Object.keys(named).length === parts.length && tokens.every((_, at) => isRead(at));
  return isWhole ? named : undefined;
}

const rules = [...lengthRules, ...dateRules, ...hourRules, ...dayRules];
