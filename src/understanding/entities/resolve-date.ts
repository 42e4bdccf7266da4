import { Temporal } from "temporal-polyfill";
import type { NamedDate, NamedDay, NamedHour } from "./date-pattern.ts";

/** A date without a year that is longer ago than this is next year's. */
const longestBack = { months: 6 };

type Day = Temporal.PlainDate | "unclear";
type Time = Temporal.PlainTime | "unclear" | undefined;

/**
 * What a date is resolved with: now in the person's zone, the hour if one is named, whether 5/6 is
 * always 5 June, and the last day on which one can object.
 */
interface DateContext {
  readonly here: Temporal.PlainDateTime;
  readonly time: Temporal.PlainTime | undefined;
  readonly dayFirst: boolean;
  readonly lastDay: string | undefined;
}

/** Returns the day that is meant, if one is named; "unclear" if it can be two or none. */
export function dayOf(named: NamedDate, context: DateContext): Day | undefined {
  if (isContradictory(named)) return "unclear";
  const { day, weekday } = named;
  if (!day) return weekday === undefined ? undefined : weekdayAhead(named, weekday, context);
  const found = namedDay(day, named, context);
  if (found === "unclear" || weekday === undefined) return found;
  return found.dayOfWeek === weekday && !isCounted(day) ? found : "unclear";
}

/**
 * Whether a day cannot be combined with a weekday: « lundi dans 15 jours » can count from Monday or
 * from today.
 */
function isCounted(day: NamedDay): boolean {
  return (
    day.type === "weekend" ||
    day.type === "before-last" ||
    (day.type === "from-today" && (day.days >= 7 || day.months > 0))
  );
}

/** Whether "next", "in a fortnight" and the like stand beside nothing that they can refer to. */
function isContradictory({ day, weekday, which, shift, nextWeek, nextMonth }: NamedDate): boolean {
  const pointers = [which, shift, nextWeek, nextMonth].filter((pointer) => pointer !== undefined);
  if (pointers.length === 0) return false;
  if (pointers.length > 1) return true;
  // "Next Sunday, the 18th" names one day twice.
  if (which !== undefined && weekday !== undefined && day !== undefined) return false;
  return nextMonth ? day?.type !== "day-of-month" : day !== undefined || weekday === undefined;
}

function namedDay(day: NamedDay, named: NamedDate, { here, time, dayFirst, lastDay }: DateContext): Day {
  const today = here.toPlainDate();
  switch (day.type) {
    case "from-today":
      return today.add({ days: day.days, months: day.months });
    case "date":
      return dateOf(day.day, day.month, day.year, today);
    case "numbers": {
      if (dayFirst || day.first > 12) return dateOf(day.first, day.second, day.year, today);
      const isEither = day.second <= 12 && day.first !== day.second;
      return isEither ? "unclear" : dateOf(day.second, day.first, day.year, today);
    }
    case "day-of-month":
      return dayOfMonth(day, named, today, time);
    case "before-last":
      return daysBefore(day.days, lastDay);
    case "weekend":
      return weekendOf(day.next, today);
  }
}

function daysBefore(days: number, lastDay: string | undefined): Day {
  return lastDay === undefined ? "unclear" : Temporal.PlainDate.from(lastDay).subtract({ days });
}

function dateOf(day: number, month: number, year: number | undefined, today: Temporal.PlainDate): Day {
  if (month < 1 || month > 12 || day < 1) return "unclear";
  if (year !== undefined) return existing(year, month, day);
  const thisYear = Temporal.PlainDate.from({ year: today.year, month, day }, { overflow: "constrain" });
  const isLongPast = Temporal.PlainDate.compare(thisYear, today.subtract(longestBack)) < 0;
  return existing(isLongPast ? today.year + 1 : today.year, month, day);
}

function existing(year: number, month: number, day: number): Day {
  if (year < 2000 || month < 1 || month > 12 || day < 1) return "unclear";
  const isThere = day <= new Temporal.PlainDate(year, month, 1).daysInMonth;
  return isThere ? new Temporal.PlainDate(year, month, day) : "unclear";
}

/** Returns "the 20th": of next month if the text says so, else the next one ahead. */
function dayOfMonth(
  { day, isWord }: Extract<NamedDay, { readonly type: "day-of-month" }>,
  named: NamedDate,
  today: Temporal.PlainDate,
  time: Temporal.PlainTime | undefined,
): Day {
  const nextMonth = today.add({ months: 1 });
  if (named.nextMonth) return existing(nextMonth.year, nextMonth.month, day);
  // "The second" is how people choose from a list, too.
  if (isWord && day < 10 && named.weekday === undefined && !time && !named.instead) return "unclear";
  if (day === today.day && named.weekday === undefined && !time) return "unclear";
  const month = day >= today.day ? today : nextMonth;
  return existing(month.year, month.month, day);
}

function weekendOf(next: boolean, today: Temporal.PlainDate): Day {
  const isWeekend = today.dayOfWeek > 5;
  // On a weekday, "next weekend" can be this one or the one after; at the weekend, "this weekend" can
  // be either day.
  return next === isWeekend
    ? today.add({ days: next ? 13 - today.dayOfWeek : 6 - today.dayOfWeek })
    : "unclear";
}

/**
 * Returns the next such weekday: today only with an hour that is still to come. Unclear if this
 * week's and next week's can be meant.
 */
function weekdayAhead(named: NamedDate, weekday: number, { here, time }: DateContext): Day {
  const today = here.toPlainDate();
  const days = daysUntil(weekday, today);
  if (named.nextWeek) return today.add({ days: 7 - today.dayOfWeek + weekday });
  if (named.which === "next") return nextWeekday(days, today);
  if (days > 0) return today.add({ days: days + (named.shift ?? 0) });
  if (named.shift) return "unclear";
  if (time && Temporal.PlainTime.compare(time, here.toPlainTime()) > 0) return today;
  return named.which ? "unclear" : today.add({ days: 7 });
}

/** Returns how many days are left until such a weekday: 0 on one. */
function daysUntil(weekday: number, today: Temporal.PlainDate): number {
  return (weekday - today.dayOfWeek + 7) % 7;
}

/**
 * "Next Friday", said on a Tuesday, is this week's to some and next week's to others; so is "next
 * Monday", said on a Sunday.
 */
function nextWeekday(days: number, today: Temporal.PlainDate): Day {
  const isThisWeek = days > 0 && today.dayOfWeek + days <= 7;
  return isThisWeek || days === 1 ? "unclear" : today.add({ days: days || 7 });
}

/** Returns the two days that "next Friday" can mean; nothing if a date is unclear in another way. */
export function eitherDay(
  { weekday, which, day, nextWeek }: NamedDate,
  here: Temporal.PlainDateTime,
): { readonly either?: readonly [string, string] } {
  if (weekday === undefined || which !== "next" || day !== undefined || nextWeek) return {};
  const today = here.toPlainDate();
  const first = today.add({ days: daysUntil(weekday, today) });
  return { either: [first.toString(), first.add({ days: 7 }).toString()] };
}

/** The hours of each part of the day, by the hour that stands for it. */
const hoursOfParts: PartHours = { 10: [0, 11], 12: [12, 12], 15: [12, 18], 19: [17, 23] };
type PartHours = Readonly<Record<number, readonly [first: number, last: number]>>;

/** Returns the hour that is meant, if one is named; "unclear" if it can be two or none. */
export function timeOf(named: NamedDate, here: Temporal.PlainDateTime): Time {
  const hasDay = named.day !== undefined || named.weekday !== undefined;
  if (!named.hour) return isPartOver(named, here) ? "unclear" : timeOfPart(named.part, hasDay);
  const hour = hourOf(named.hour, named.part, hasDay);
  if (hour === undefined || hour < 0 || hour > 23 || named.hour.minute > 59) return "unclear";
  const time = new Temporal.PlainTime(hour, named.hour.minute);
  return !hasDay && canBeLater(named, time, here) ? "unclear" : time;
}

function timeOfPart(part: number | undefined, hasDay: boolean): Time {
  if (part === undefined) return undefined;
  // "In the morning" alone does not say of which day. Noon is an hour.
  return hasDay || part === 12 ? new Temporal.PlainTime(part) : "unclear";
}

/** Whether the hour that stands for the named part of today is over: "this morning", said at noon. */
function isPartOver({ day, part }: NamedDate, here: Temporal.PlainDateTime): boolean {
  const isToday = day?.type === "from-today" && day.days === 0 && day.months === 0;
  return isToday && part !== undefined && here.hour >= part;
}

/**
 * Whether the hour may be meant twelve hours later: "at 9", said at ten in the morning, can be nine
 * in the evening.
 */
function canBeLater(named: NamedDate, time: Temporal.PlainTime, here: Temporal.PlainDateTime): boolean {
  const isOver = Temporal.PlainTime.compare(time, here.toPlainTime()) <= 0;
  return isOver && named.hour?.clock === "12" && named.part === undefined && time.hour < 12;
}

function hourOf(named: NamedHour, part: number | undefined, hasDay: boolean): number | undefined {
  if (isUnsure(named, part, hasDay)) return undefined;
  // Reminders are not sent at six in the morning: "at 6" is in the evening.
  const isLate = named.clock === "pm" || (named.clock === "12" && part === undefined && named.hour < 7);
  const hour = isLate && named.hour > 0 && named.hour < 12 ? named.hour + 12 : named.hour;
  return part === undefined ? hour : hourWithin(part, hour);
}

function isUnsure({ hour, clock, bare }: NamedHour, part: number | undefined, hasDay: boolean): boolean {
  switch (clock) {
    case "am":
      // Midnight belongs to two days.
      return hour < 1 || hour > 11 || (part ?? 10) !== 10;
    case "pm":
      return hour < 1;
    case "24":
      // « 2 h » alone can be a length of time.
      return bare && part === undefined && !hasDay && hour < 7;
    case "12":
      // No reminder can go out at night: nine to eleven are in the morning, one to six in the afternoon;
      // seven and eight can be either.
      return part === undefined && hour > 6 && hour < 9;
  }
}

/** Whether an hour is in this part or half of the day. */
export function isInPart(
  hour: number,
  { is, value }: { readonly is: string; readonly value: number },
): boolean {
  if (is !== "part") return (is === "am") === hour < 12;
  const [first, last] = hoursOfParts[value] ?? [24, 0];
  return hour >= first && hour <= last;
}

/** Returns the hour of a 24-hour clock that belongs to this part of the day, if there is one. */
function hourWithin(part: number, hour: number): number | undefined {
  const [first, last] = hoursOfParts[part] ?? [24, 0];
  const candidates = hour > 0 && hour < 12 ? [hour, hour + 12] : [hour];
  return candidates.find((candidate) => candidate >= first && candidate <= last);
}
