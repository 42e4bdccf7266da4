import { sleep, type Timers } from "./timers.ts";

/** An exponential backoff: its delay after the first attempt, and its longest delay. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Returns the milliseconds to wait after the nth attempt: doubled each time, and reduced by up to half
 * by `random`.
 */
export function backoffMs(attempt: number, { firstMs, longestMs }: Backoff, random = () => 1): number {
  return Math.min(firstMs * 2 ** (attempt - 1), longestMs) * (0.5 + random() / 2);
}

/** Returns the milliseconds to wait after the nth attempt has failed; throws to give up. */
type DelayMs = (error: unknown, attempt: number) => number;

/**
 * Resolves as `work` does, after as many attempts as it takes; rejects with what `delayMs` throws. The
 * first attempt is always made. Once the signal is aborted there is no further one, and a failure
 * resolves with undefined.
 */
export function retry<T>(timers: Timers, work: () => Promise<T>, delayMs: DelayMs): Promise<T>;
export function retry<T>(
  timers: Timers,
  work: () => Promise<T>,
  delayMs: DelayMs,
  signal: AbortSignal,
): Promise<T | undefined>;
export async function retry<T>(
  timers: Timers,
  work: () => Promise<T>,
  delayMs: DelayMs,
  signal = new AbortController().signal,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return undefined;
      await sleep(timers, delayMs(error, attempt), signal);
    }
    if (signal.aborted) return undefined;
  }
}
