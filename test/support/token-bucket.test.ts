import { describe, expect, it } from "vitest";
import { perMinute, TokenBucket, TokenBuckets } from "../../src/support/token-bucket.ts";

const second = 1_000;

describe("a token bucket", () => {
  it("gives what it holds at once, and then as fast as it is refilled", () => {
    const bucket = new TokenBucket(perMinute(6), 0);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => bucket.take(0))).toEqual([0, 0, 0, 0, 0, 0, 10 * second]);
    expect(bucket.take(9 * second)).toBe(second);
    expect([bucket.take(10 * second), bucket.take(10 * second)]).toEqual([0, 10 * second]);
  });

  it("holds no more than its capacity, and nothing is lost by asking how long to wait", () => {
    const bucket = new TokenBucket(perMinute(2), 0);
    const later = 3_600 * second;
    expect([bucket.wait(later), bucket.tokens(later)]).toEqual([0, 2]);
    expect([bucket.take(later), bucket.take(later), bucket.wait(later)]).toEqual([0, 0, 30 * second]);
  });

  it("gives tokens to come in the order of asking", () => {
    const bucket = new TokenBucket({ capacity: 1, perMs: 1 / second }, 0);
    expect([1, 2, 3].map(() => bucket.reserve(0))).toEqual([0, second, 2 * second]);
    expect(bucket.take(2 * second)).toBe(second);
  });

  it("gives nothing for a clock that goes back", () => {
    const bucket = new TokenBucket(perMinute(1), 60 * second);
    expect([bucket.take(60 * second), bucket.take(0)]).toEqual([0, 60 * second]);
  });
});

describe("token buckets", () => {
  it("are one for each key", () => {
    const buckets = new TokenBuckets(perMinute(1), 9);
    const take = (key: string) => buckets.of(key, 0).take(0);
    expect([take("a"), take("a"), take("b")]).toEqual([0, 60 * second, 0]);
    buckets.delete("a");
    expect(take("a")).toBe(0);
  });

  it("are forgotten once they are full, and no sooner", () => {
    const buckets = new TokenBuckets(perMinute(2), 9);
    for (const key of ["once", "twice", "twice"]) buckets.of(key, 0).take(0);
    buckets.forgetFull(30 * second);
    expect(["once", "twice"].map((key) => buckets.has(key))).toEqual([false, true]);
    buckets.forgetFull(60 * second);
    expect(buckets.has("twice")).toBe(false);
  });

  it("are no more than so many: the one that was not asked for the longest time is forgotten", () => {
    const buckets = new TokenBuckets(perMinute(1), 2);
    const take = (key: string) => buckets.of(key, 0).take(0);
    expect(["a", "b", "a", "c", "a", "b"].map(take)).toEqual([0, 0, 60 * second, 0, 60 * second, 0]);
  });
});
