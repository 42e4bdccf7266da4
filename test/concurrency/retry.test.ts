import { describe, expect, it } from "vitest";
import { backoffMs, retry } from "../../src/concurrency/retry.ts";

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
  const soon = { firstMs: 1, longestMs: 2 };

  it("tells of each failure, and resolves with what the work resolves with at last", async () => {
    const told: string[] = [];
    const onFailure = (error: unknown, attempt: number) => void told.push(`${attempt}: ${String(error)}`);
    expect(await retry(failing(2), { ...soon, onFailure })).toBe(3);
    expect(told).toEqual(["1: Error: attempt 1", "2: Error: attempt 2"]);
  });

  it("ends with what the listener throws", async () => {
    const onFailure = (error: unknown, attempt: number) => {
      if (attempt === 2) throw error;
    };
    await expect(retry(failing(9), { ...soon, onFailure })).rejects.toThrow("attempt 2");
  });

  it("rejects with the last error as soon as it is aborted, in the middle of a wait too", async () => {
    const ending = new AbortController();
    const onFailure = () => void setImmediate(() => ending.abort());
    const retrying = retry(failing(9), { ...backoff, signal: ending.signal, onFailure });
    await expect(retrying).rejects.toThrow("attempt 1");
    const told: unknown[] = [];
    const again = retry(failing(9), {
      ...soon,
      signal: ending.signal,
      onFailure: (error) => void told.push(error),
    });
    await expect(again).rejects.toThrow("attempt 1");
    expect(told).toEqual([]);
  });
});
