import type { Clock } from "../app/ports.ts";

/** Keeps wrong tokens from being tried out one after the other. */
export interface TryLimit {
  /** How many seconds this address has to wait before its next try; nothing where it may try now. */
  wait(address: string): number | undefined;
  noteWrong(address: string): void;
  noteRight(address: string): void;
}

interface Tries {
  readonly left: number;
  readonly at: number;
}

const minute = 60_000;
const perAddress = 5;
const overAll = 60;
/** So many addresses are remembered; beyond it, the one that was seen the longest ago is forgotten. */
const mostAddresses = 10_000;

/**
 * Builds a limit of wrong tries: 5 a minute for an address, 60 over all. An address that had the right token before is held to the
 * first alone, so that others cannot lock the operator out.
 */
export function createTryLimit(clock: Clock): TryLimit {
  const known = new Map<string, Tries>();
  const right = new Set<string>();
  let all: Tries = { left: overAll, at: clock.now() };

  function refilled(tries: Tries | undefined, most: number): Tries {
    const now = clock.now();
    if (tries === undefined) return { left: most, at: now };
    return { left: Math.min(most, tries.left + ((now - tries.at) * most) / minute), at: now };
  }

  function secondsUntilOne({ left }: Tries, most: number): number | undefined {
    return left >= 1 ? undefined : Math.ceil(((1 - left) * minute) / most / 1_000);
  }

  function forgetOldest(addresses: Pick<Map<string, unknown>, "keys" | "delete" | "size">): void {
    const [oldest] = addresses.keys();
    if (addresses.size > mostAddresses && oldest !== undefined) addresses.delete(oldest);
  }

  return {
    wait(address) {
      const own = secondsUntilOne(refilled(known.get(address), perAddress), perAddress);
      if (own !== undefined || right.has(address)) return own;
      return secondsUntilOne(refilled(all, overAll), overAll);
    },
    noteWrong(address) {
      const own = refilled(known.get(address), perAddress);
      // Deleted first: the map keeps its order by the last touch.
      known.delete(address);
      known.set(address, { ...own, left: own.left - 1 });
      forgetOldest(known);
      const every = refilled(all, overAll);
      all = { ...every, left: Math.max(0, every.left - 1) };
    },
    noteRight(address) {
      known.delete(address);
      right.add(address);
      forgetOldest(right);
    },
  };
}
