import type { Clock } from "../../app/ports.ts";

/** Lets each address do something so many times a minute. */
export interface RateLimit {
  /** Counts one more; gives after how many seconds it may come again where that is one too many. */
  take(address: string): number | undefined;
}

const minute = 60_000;
/** So many addresses are remembered; beyond it, those that have been still the longest are forgotten. */
const mostAddresses = 50_000;

/** Builds a limit that refills steadily: a minute's worth may come at once. */
export function createRateLimit(perMinute: number, clock: Clock): RateLimit {
  const known = new Map<string, { readonly left: number; readonly at: number }>();
  return {
    take(address) {
      const now = clock.now();
      const { left, at } = known.get(address) ?? { left: perMinute, at: now };
      const refilled = Math.min(perMinute, left + ((now - at) * perMinute) / minute);
      const isTooMany = refilled < 1;
      // Deleted first: the map keeps its order by the last touch.
      known.delete(address);
      known.set(address, { left: isTooMany ? refilled : refilled - 1, at: now });
      const [oldest] = known.keys();
      if (known.size > mostAddresses && oldest !== undefined) known.delete(oldest);
      return isTooMany ? Math.ceil(((1 - refilled) * 60) / perMinute) : undefined;
    },
  };
}
