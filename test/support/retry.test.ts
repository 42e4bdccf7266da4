import { describe, expect, it } from "vitest";
import { backoffMs, retry } from "../../src/support/retry.ts";
import { systemTimers } from "../../src/support/timers.ts";

const backoff = { firstMs: 1_000, longestMs: 60_000 };

describe("an exponential backoff", () => {
  it("doubles with each attempt, up to the longest", () => {
    expect([1, 2, 3, 6, 7, 1_000].map((attempt) => backoffMs(attempt, backoff))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });

  it("is up to half of it shorter by chance", () => {
    expect([0, 0.5, 1].map((random) => backoffMs(2, backoff, () => random))).toEqual([1_000, 1_500, 2_000]);
  });
});

/** Work that fails so many times before it resolves. */
function failing(times: number) {
  let attempts = 0;
  return async () => {
    attempts += 1;
    if (attempts <= times) throw new Error(`attempt ${attempts}`);
    return attempts;
  };
}

describe("a retry", () => {
  it("asks after each failure how long to wait, and resolves with what the work resolves with at last", async () => {
    const told: string[] = [];
    const delayMs = (error: unknown, attempt: number) => {
      told.push(`${attempt}: ${String(error)}`);
      return attempt - 1;
    };
    expect(await retry(systemTimers, failing(2), delayMs)).toBe(3);
    expect(told).toEqual(["1: Error: attempt 1", "2: Error: attempt 2"]);
  });

  it("ends with what is thrown in place of a delay", async () => {
    const delayMs = (error: unknown, attempt: number) => {
      if (attempt === 2) throw error;
      return 0;
    };
    await expect(retry(systemTimers, failing(9), delayMs)).rejects.toThrow("attempt 2");
  });

  it("ends as soon as it is aborted, in the middle of a wait too", async () => {
    const ending = new AbortController();
    const delayMs = () => {
      setImmediate(() => ending.abort());
      return 60_000;
    };
    expect(await retry(systemTimers, failing(9), delayMs, ending.signal)).toBeUndefined();
    expect(await retry(systemTimers, failing(0), delayMs, ending.signal)).toBe(1);
    const refuse = () => {
      throw new Error("asked for another attempt");
    };
    expect(await retry(systemTimers, failing(9), refuse, ending.signal)).toBeUndefined();
  });
});
