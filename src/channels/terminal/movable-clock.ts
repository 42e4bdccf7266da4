import type { Clock } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";

/** A clock that can be moved forward. */
export interface MovableClock extends Clock {
  advance(ms: number): void;
}

/** Builds a clock that begins at `start` and runs as the real one does. */
export function createMovableClock(real: Clock, start: Instant): MovableClock {
  let ahead = start - real.now();
  return {
    now: () => real.now() + ahead,
    advance(ms) {
      ahead += ms;
    },
  };
}
