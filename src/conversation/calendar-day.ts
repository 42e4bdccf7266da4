import { LRUCache } from "lru-cache";
import { Temporal } from "temporal-polyfill";
import { minute } from "../support/durations.ts";
import type { Counted, Instant, Zone } from "./vocabulary.ts";

/** A day of the calendar, as the number of days since 1970-01-01. */
export type Day = Counted<"day">;

/** The local time of a zone, as milliseconds since 1970-01-01T00:00 local time. */
export type WallTime = Counted<"wall time">;

/** A period during which a zone's offset from UTC, in milliseconds, stays the same. */
interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly offset: number;
}

const minutesOfDay = 24 * 60;

/** Returns the slot of a day whose hour the bot chooses. */
export function slotOfDay(day: string): string {
  return `day:${day}`;
}

const exactly = "at:";

/** Returns the slot of an exact time, as the clocks of the zone show it. */
export function slotOfInstant(at: Instant, zone: Zone): string {
  return `${exactly}${written(wallTimeAt(at, zone)).slice(0, "2025-05-20T18:00".length)}`;
}

/** Whether a person has named the hour of a reminder in this slot. */
export function namesHour(slot: string): boolean {
  return slot.includes(exactly);
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

/** Returns the instant of a day at which the zone's clocks show the same time of day as at `at`. */
export function sameTimeOn(day: Day, at: Instant, zone: Zone): Instant {
  return atMinute(day, minuteOfDay(at, zone), zone);
}

/** Reads a day such as "2025-05-26". */
export function dayNamed(name: string): Day {
  return (Date.parse(name) / minute / minutesOfDay) as Day;
}

/** Returns the day this many days later; earlier if the number is negative. */
export function addDays(day: Day, days: number): Day {
  return (day + days) as Day;
}

/** Returns the weekday of a day: 1 is Monday. */
export function weekdayOf(day: Day): number {
  return ((day + 3) % 7) + 1;
}

/** Returns the date of a day in its month. */
export function dateOf(day: Day): number {
  return Number(nameOf(day).slice("2025-05-".length));
}

/** Writes a day as "2025-05-26". */
export function nameOf(day: Day): string {
  return written((day * minutesOfDay * minute) as WallTime).slice(0, "2025-05-20".length);
}

function written(wall: WallTime): string {
  return new Date(wall).toISOString();
}

/** For how many zones the offsets are cached: people use some of the 600 zone names. */
export const zonesAreKept = 200;
/** Cached, because finding when a zone's clocks change takes 1,000 times longer than the arithmetic. */
const known = new LRUCache<Zone, readonly Stretch[]>({ max: zonesAreKept });

/** Returns what the zone's clocks show at an instant. */
export function wallTimeAt(at: Instant, zone: Zone): WallTime {
  return (at + offsetAt(at, zone)) as WallTime;
}

/**
 * Returns the instant at which the zone's clocks show this time. If the clocks are put back over it,
 * it is the first of the two instants; if they skip it, the offset before the change applies: 02:30
 * becomes 03:30.
 */
export function instantAt(wall: WallTime, zone: Zone): Instant {
  const before = offsetAt(wall - minutesOfDay * minute, zone);
  const after = offsetAt(wall + minutesOfDay * minute, zone);
  const real = [before, after].map((offset) => wall - offset).filter((at) => wallTimeAt(at, zone) === wall);
  return real.length > 0 ? Math.min(...real) : wall - before;
}

function offsetAt(at: Instant, zone: Zone): number {
  const stretches = known.get(zone) ?? [];
  const found = stretches.find(({ from, to }) => from <= at && at < to);
  if (found !== undefined) return found.offset;
  const stretch = stretchAt(at, zone);
  known.set(zone, [...stretches, stretch]);
  return stretch.offset;
}

function stretchAt(at: Instant, zone: Zone): Stretch {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  // "previous" finds only changes before its instant: a change at `at` itself would be missed.
  const began = time.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  const ends = time.getTimeZoneTransition("next");
  return {
    from: began?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: ends?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: time.offsetNanoseconds / 1_000_000,
  };
}
