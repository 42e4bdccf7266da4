import { Temporal } from "temporal-polyfill";
import type { Counted, Instant, Zone } from "./vocabulary.ts";

/** What the calendar and the clocks of a zone show: the milliseconds to it from 1970-01-01T00:00 as they show it. */
export type WallTime = Counted<"wall time">;

/** A stretch of time in which a zone's clocks are not changed. */
interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly offset: number;
}

const day = 86_400_000;

/** Cached: finding when the clocks of a zone change takes a thousand times longer than all that is reckoned with it. */
const known = new Map<Zone, readonly Stretch[]>();

/** Returns what the zone's clocks show at an instant. */
export function wallTimeAt(at: Instant, zone: Zone): WallTime {
  return (at + offsetAt(at, zone)) as WallTime;
}

/**
 * Returns the instant at which the zone's clocks show this: the first of two if they are put back then, and if they are put
 * forward past it, as long after the change as it says.
 */
export function instantAt(wall: WallTime, zone: Zone): Instant {
  const before = offsetAt(wall - day, zone);
  const after = offsetAt(wall + day, zone);
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
  // "previous" looks before its instant: of a stretch that begins at `at` itself it would give the one before.
  const began = time.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  const ends = time.getTimeZoneTransition("next");
  return {
    from: began?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: ends?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: time.offsetNanoseconds / 1_000_000,
  };
}
