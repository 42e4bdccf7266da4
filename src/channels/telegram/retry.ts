import { sleep } from "../../concurrency/sleep.ts";

/**
 * Repeats a call until it succeeds and returns its result; undefined once the signal is raised. After the nth failure in a row
 * `delayMs` returns how long to wait, or throws to give up.
 */
export async function retry<Result>(
  call: () => Promise<Result>,
  delayMs: (error: unknown, failures: number) => number,
  signal: AbortSignal,
): Promise<Result | undefined> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted) break;
      await sleep(delayMs(error, failures), signal);
    }
  }
  return undefined;
}

/** Exponential backoff: returns the wait after the nth failure in ms, from half a second to half a minute. */
export function backoffMs(failures: number): number {
  return Math.min(30_000, 250 * 2 ** Math.min(failures, 10));
}
