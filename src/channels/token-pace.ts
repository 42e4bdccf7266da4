import type { Clock, Pace } from "../app/ports.ts";

const second = 1_000;
const secondsOfAnHour = 3_600;
/** As many as so many looks a second may miss go at the same moment: the machine may be too busy for more. */
const looksASecond = 5;

/** Builds a pace of at most so many messages in any second, evenly. */
export function createTokenPace(perSecond: number, clock: Clock): Pace {
  const most = Math.max(1, perSecond / looksASecond);
  let tokens = most;
  let at = clock.now();
  /** When the messages of the last second were taken. */
  let taken: readonly ReturnType<Clock["now"]>[] = [];

  function refill(): void {
    const now = clock.now();
    tokens = Math.min(most, tokens + (Math.max(0, now - at) / second) * perSecond);
    at = now;
    taken = taken.filter((instant) => instant > now - second && instant <= now);
  }

  return {
    perHour: perSecond * secondsOfAnHour,
    room() {
      refill();
      return Math.max(0, Math.min(Math.floor(tokens), perSecond - taken.length));
    },
    take(count) {
      refill();
      tokens -= count;
      taken = [...taken, ...Array.from({ length: count }, () => at)];
    },
  };
}
