import type { Instant } from "../conversation/vocabulary.ts";
import type { Clock } from "../ports.ts";

/** Returns a clock that begins at `start`, runs as the real one does, and can be moved both ways. */
export function createMovableClock(real: Clock, start: Instant) {
  let ahead = start - real.now();
  return {
    now: () => real.now() + ahead,
    advance(ms: number) {
      ahead += ms;
    },
    /** How far it is ahead of the real one, in milliseconds. */
    ahead: () => ahead,
  };
}
