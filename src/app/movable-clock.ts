import type { Instant } from "../conversation/vocabulary.ts";
import type { Clock } from "./ports.ts";

/** A clock that can be moved, forward and back. */
export interface MovableClock extends Clock {
  advance(ms: number): void;
  /** How far it is ahead of the real one, in milliseconds. */
  ahead(): number;
}

/** Returns a clock that begins at `start` and runs as the real one does. */
export function createMovableClock(real: Clock, start: Instant): MovableClock {
  let ahead = start - real.now();
  return {
    now: () => real.now() + ahead,
    advance(ms) {
      ahead += ms;
    },
    ahead: () => ahead,
  };
}
