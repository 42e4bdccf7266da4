import { LRUCache } from "lru-cache";
import { atMost } from "./at-most.ts";

/** The capacity of a bucket, and how many tokens are added per millisecond. */
export interface TokenRate {
  readonly capacity: number;
  readonly perMs: number;
}

/** A token bucket, full at first. Instants are in milliseconds; a clock that goes back adds no tokens. */
export class TokenBucket {
  readonly #rate: TokenRate;
  #tokens: number;
  #at: number;

  constructor(rate: TokenRate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.capacity;
    this.#at = now;
  }

  /** The number of tokens, with fractions; below 0 if future tokens are reserved. */
  tokens(now: number): number {
    const { capacity, perMs } = this.#rate;
    if (now > this.#at) this.#tokens = Math.min(capacity, this.#tokens + (now - this.#at) * perMs);
    this.#at = now;
    return this.#tokens;
  }

  /** Whether it is full, as a new one is. */
  isFull(now: number): boolean {
    return this.tokens(now) === this.#rate.capacity;
  }

  /** Milliseconds until there are `count` whole tokens; 0 if there are. */
  wait(now: number, count = 1): number {
    const missing = count - this.tokens(now);
    return missing > 0 ? Math.ceil(missing / this.#rate.perMs) : 0;
  }

  /**
   * Takes `count` whole tokens and returns 0 if there are enough, else returns the milliseconds until
   * there are.
   */
  take(now: number, count = 1): number {
    const wait = this.wait(now, count);
    if (wait === 0) this.#tokens -= count;
    return wait;
  }

  /** Takes a token, even a future one; returns the instant at which it is available. */
  reserve(now: number): number {
    const wait = this.wait(now);
    this.#tokens -= 1;
    return now + wait;
  }
}

/**
 * A bucket for each key. At most `most` are kept: the key that was not used for the longest time
 * starts anew.
 */
export class TokenBuckets<Key extends string> {
  readonly #buckets: LRUCache<Key, TokenBucket, number>;

  constructor(rate: TokenRate, most: number) {
    const memoMethod = (_key: Key, _old: unknown, { context: now }: { context: number }) =>
      new TokenBucket(rate, now);
    this.#buckets = new LRUCache({ ...atMost(most), memoMethod });
  }

  of(key: Key, now: number): TokenBucket {
    return this.#buckets.memo(key, { context: now });
  }

  has(key: Key): boolean {
    return this.#buckets.has(key);
  }

  delete(key: Key): void {
    this.#buckets.delete(key);
  }

  /** Forgets the keys whose buckets are full by now: a new bucket is full as well. */
  forgetFull(now: number): void {
    for (const [key, bucket] of [...this.#buckets]) if (bucket.isFull(now)) this.#buckets.delete(key);
  }
}

/** `count` a minute, all of which may come at once. */
export function perMinute(count: number): TokenRate {
  return { capacity: count, perMs: count / 60_000 };
}

/** `count` an hour, all of which may come at once. */
export function perHour(count: number): TokenRate {
  return { capacity: count, perMs: count / 3_600_000 };
}
