import { sleep } from "./sleep.ts";

/** An exponential backoff: how long it is after the first attempt, and at most. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface RetryOptions extends Backoff {
  /** Ends the attempts; without one, only `onFailure` does. */
  readonly signal?: AbortSignal;
  /** Told of each failure that is followed by another attempt, with the number of attempts so far; throws to give up. */
  readonly onFailure: (error: unknown, attempt: number) => void;
  /** From 0 to below 1: spreads the attempts of many. */
  readonly random?: () => number;
}

/** Returns the milliseconds to wait after the nth attempt: doubled each time, and with `random` up to half of it less. */
export function backoffMs(
  attempt: number,
  { firstMs, longestMs }: Backoff,
  random: () => number = () => 1,
): number {
  return Math.min(firstMs * 2 ** (attempt - 1), longestMs) * (0.5 + random() / 2);
}

/** Resolves as `work` does, however many attempts that takes; rejects with its last error once the signal is aborted. */
export async function retry<Result>(work: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      await waitAfter(error, attempt, options);
    }
  }
}

async function waitAfter(error: unknown, attempt: number, options: RetryOptions): Promise<void> {
  const { signal, onFailure, random } = options;
  if (signal?.aborted) throw error;
  onFailure(error, attempt);
  const ms = backoffMs(attempt, options, random);
  if (ms > 0) await sleep(ms, ...(signal ? [signal] : []));
  if (signal?.aborted) throw error;
}
