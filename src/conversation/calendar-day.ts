import type { Counted, Instant, Zone } from "./vocabulary.ts";
import { instantAt, type WallTime, wallTimeAt } from "./wall-clock.ts";

/** A day of the calendar, counted from 1970-01-01. */
export type Day = Counted<"day">;

const minute = 60_000;
const minutesOfDay = 24 * 60;

/** Returns the slot of a day whose hour the bot chooses. */
export function slotOfDay(day: string): string {
  return `day:${day}`;
}

/** Returns the slot of an exact time, as the clocks of the zone show it. */
export function slotOfInstant(at: Instant, zone: Zone): string {
  return `at:${written(wallTimeAt(at, zone)).slice(0, "2025-05-20T18:00".length)}`;
}

/** Returns the instant at which the clocks of `to` show what those of `from` show at `at`. */
export function sameWallTime(at: Instant, from: Zone, to: Zone): Instant {
  return instantAt(wallTimeAt(at, from), to);
}

/** Returns the minutes since midnight that the zone's clocks show. */
export function minuteOfDay(at: Instant, zone: Zone): number {
  return Math.floor(wallTimeAt(at, zone) / minute) - localDay(at, zone) * minutesOfDay;
}

/** Returns the day that the zone's calendar shows. */
export function localDay(at: Instant, zone: Zone): Day {
  return Math.floor(wallTimeAt(at, zone) / minute / minutesOfDay) as Day;
}

/** Returns the instant at which the zone's clocks show this day and these minutes since midnight. */
export function atMinute(day: Day, minutes: number, zone: Zone): Instant {
  return instantAt(((day * minutesOfDay + minutes) * minute) as WallTime, zone);
}

/** Reads a day such as "2025-05-26". */
export function dayNamed(name: string): Day {
  return (Date.parse(name) / minute / minutesOfDay) as Day;
}

/** Returns the day this many days later; earlier if the number is negative. */
export function addDays(day: Day, days: number): Day {
  return (day + days) as Day;
}

/** Writes a day as "2025-05-26". */
export function nameOf(day: Day): string {
  return written((day * minutesOfDay * minute) as WallTime).slice(0, "2025-05-20".length);
}

function written(wall: WallTime): string {
  return new Date(wall).toISOString();
}
