import { LRUCache } from "lru-cache";

/** How many tokens a bucket holds at most, and how many flow into it in a millisecond. */
export interface TokenRate {
  readonly capacity: number;
  readonly perMs: number;
}

/** A token bucket, full at first. Instants are in milliseconds and never go back; a clock that does adds nothing. */
export class TokenBucket {
  readonly #rate: TokenRate;
  #tokens: number;
  #at: number;

  constructor(rate: TokenRate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.capacity;
    this.#at = now;
  }

  /** How many tokens there are, also in fractions; below 0 if tokens to come are reserved. */
  tokens(now: number): number {
    const { capacity, perMs } = this.#rate;
    if (now > this.#at) this.#tokens = Math.min(capacity, this.#tokens + (now - this.#at) * perMs);
    this.#at = now;
    return this.#tokens;
  }

  /** Whether it is as good as a new one. */
  isFull(now: number): boolean {
    return this.tokens(now) === this.#rate.capacity;
  }

  /** Milliseconds until there are so many whole tokens; 0 if there are. */
  wait(now: number, count = 1): number {
    const missing = count - this.tokens(now);
    return missing > 0 ? Math.ceil(missing / this.#rate.perMs) : 0;
  }

  /** Takes so many whole tokens if there are: returns 0, else the milliseconds until there are. */
  take(now: number, count = 1): number {
    const wait = this.wait(now, count);
    if (wait === 0) this.#tokens -= count;
    return wait;
  }

  /** Takes a token, if need be one to come; returns when it is there. */
  reserve(now: number): number {
    const wait = this.wait(now);
    this.#tokens -= 1;
    return now + wait;
  }
}

/** A bucket for each key. At most so many are remembered: the key that was not seen for the longest time begins anew. */
export class TokenBuckets<Key extends string> {
  readonly #buckets: LRUCache<Key, TokenBucket, number>;

  constructor(rate: TokenRate, most: number) {
    const memoMethod = (_key: Key, _old: unknown, { context: now }: { context: number }) =>
      new TokenBucket(rate, now);
    // With `max` in its place, the cache would take the memory of all of them at once.
    this.#buckets = new LRUCache({ maxSize: most, sizeCalculation: () => 1, memoMethod });
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

  /** Forgets the keys whose buckets are full by now: they lose nothing by that. */
  forgetFull(now: number): void {
    for (const [key, bucket] of [...this.#buckets]) if (bucket.isFull(now)) this.#buckets.delete(key);
  }
}

/** So many a minute, all of which may come at once. */
export function perMinute(count: number): TokenRate {
  return { capacity: count, perMs: count / 60_000 };
}

/** So many an hour, all of which may come at once. */
export function perHour(count: number): TokenRate {
  return { capacity: count, perMs: count / 3_600_000 };
}
