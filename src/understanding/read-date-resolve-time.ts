import { Temporal } from "temporal-polyfill";
import type { NamedDate, NamedHour } from "./read-date-rule.ts";

/** The hours of each part of the day, which is known by the hour that is meant where none is named. */
const hoursOfParts: ReadonlyMap<number, { readonly first: number; readonly last: number }> = new Map([
  [10, { first: 0, last: 11 }],
  [12, { first: 12, last: 12 }],
  [15, { first: 12, last: 18 }],
  [19, { first: 17, last: 23 }],
]);

/** Gives the hour that is meant, if one is named; "unclear" where it can be two or none. */
export function timeOf(
  named: NamedDate,
  here: Temporal.PlainDateTime,
): Temporal.PlainTime | undefined | "unclear" {
  const hasDay = named.day !== undefined || named.weekday !== undefined;
  if (!named.hour) return isPartOver(named, here) ? "unclear" : timeOfPart(named.part, hasDay);
  const hour = hourOf(named.hour, named.part, hasDay);
  if (hour === undefined || hour < 0 || hour > 23 || named.hour.minute > 59) return "unclear";
  const time = new Temporal.PlainTime(hour, named.hour.minute);
  return !hasDay && canBeLater(named, time, here) ? "unclear" : time;
}

function timeOfPart(part: number | undefined, hasDay: boolean): Temporal.PlainTime | undefined | "unclear" {
  if (part === undefined) return undefined;
  // "In the morning", of which day? Noon is an hour.
  return hasDay || part === 12 ? new Temporal.PlainTime(part) : "unclear";
}

/** "This morning", said at noon. */
function isPartOver({ day, part }: NamedDate, here: Temporal.PlainDateTime): boolean {
  const isToday = day?.type === "from-today" && day.days === 0 && day.months === 0;
  return isToday && part !== undefined && here.hour >= part;
}

/** "At 9", said at ten in the morning, can be nine in the evening. */
function canBeLater(named: NamedDate, time: Temporal.PlainTime, here: Temporal.PlainDateTime): boolean {
  const isOver = Temporal.PlainTime.compare(time, here.toPlainTime()) <= 0;
  return isOver && named.hour?.clock === "12" && named.part === undefined && time.hour < 12;
}

function hourOf(named: NamedHour, part: number | undefined, hasDay: boolean): number | undefined {
  if (isUnsure(named, part, hasDay)) return undefined;
  const hour = named.clock === "pm" && named.hour < 12 ? named.hour + 12 : named.hour;
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
      // Of nine to eleven only the morning's hours are ones at which a reminder can go out.
      return part === undefined && hour > 0 && hour < 9;
  }
}

/** Gives the hour of a 24-hour clock, where it belongs to the part of the day. */
function hourWithin(part: number, hour: number): number | undefined {
  const hours = hoursOfParts.get(part);
  if (!hours) return undefined;
  const candidates = hour > 0 && hour < 12 ? [hour, hour + 12] : [hour];
  return candidates.find((candidate) => candidate >= hours.first && candidate <= hours.last);
}
