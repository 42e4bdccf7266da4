import type { Clock, Pace } from "../app/ports.ts";

const second = 1_000;
const secondsOfAnHour = 3_600;
/** Of a second's messages, so many may go at the same moment: with them a second never holds more than the pace and two. */
const mostAtOnce = 2 / 28;

/** Builds a pace of so many messages a second, evenly. */
export function createTokenPace(perSecond: number, clock: Clock): Pace {
  const most = Math.max(1, perSecond * mostAtOnce);
  let tokens = most;
  let at = clock.now();

  function refill(): void {
    const now = clock.now();
    tokens = Math.min(most, tokens + (Math.max(0, now - at) / second) * perSecond);
    at = now;
  }

  return {
    perHour: perSecond * secondsOfAnHour,
    room() {
      refill();
      return Math.max(0, Math.floor(tokens));
    },
    take(count) {
      refill();
      tokens -= count;
    },
  };
}
