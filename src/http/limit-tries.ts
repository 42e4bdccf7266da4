import { LRUCache } from "lru-cache";
import type { Clock } from "../app/ports.ts";
import { perMinute, TokenBucket, TokenBuckets } from "../concurrency/token-bucket.ts";

/** Keeps wrong tokens from being tried out one after the other. */
export interface TryLimit {
  /** How many seconds this address has to wait before its next try; nothing if it may try now. */
  wait(address: string): number | undefined;
  noteWrong(address: string): void;
  noteRight(address: string): void;
}

const mostAddresses = 10_000;

/**
 * Returns a limit of wrong tries: 5 a minute for an address, 60 over all. An address that had the right token before is held to the
 * first alone, so that others cannot lock the operator out.
 */
export function createTryLimit(clock: Clock): TryLimit {
  const addresses = new TokenBuckets<string>(perMinute(5), mostAddresses);
  const all = new TokenBucket(perMinute(60), clock.now());
  const right = new LRUCache<string, true>({ max: mostAddresses });

  return {
    wait(address) {
      const now = clock.now();
      const own = addresses.of(address, now).wait(now);
      const wait = own > 0 || right.has(address) ? own : all.wait(now);
      return wait > 0 ? Math.ceil(wait / 1_000) : undefined;
    },
    noteWrong(address) {
      const now = clock.now();
      addresses.of(address, now).take(now);
      all.take(now);
    },
    noteRight(address) {
      addresses.delete(address);
      right.set(address, true);
    },
  };
}
