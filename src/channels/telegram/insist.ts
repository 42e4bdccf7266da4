import { GrammyError } from "grammy";
import type { Log } from "../../app/ports.ts";
import { sleep } from "../../concurrency/sleep.ts";
import { backoffMs } from "./backoff-ms.ts";
import { describeTelegramError, retryAfterMs } from "./errors.ts";

interface InsistOptions {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Told after every call: nothing when Telegram answered, else what is wrong. */
  readonly onContact: (problem?: string) => void;
}

/** Calls until Telegram answers; nothing where the signal is raised before. What is ours to mend is thrown. */
export async function insist<T>(call: () => Promise<T>, options: InsistOptions): Promise<T | undefined> {
  let failures = 0;
  while (!options.signal.aborted) {
    try {
      const answer = await call();
      options.onContact();
      return answer;
    } catch (error) {
      failures += 1;
      await overcome(error, failures, options);
    }
  }
  return undefined;
}

async function overcome(error: unknown, failures: number, options: InsistOptions): Promise<void> {
  const { signal, log, onContact } = options;
  if (signal.aborted) return;
  if (isOurs(error)) throw error;
  const problem = describeTelegramError(error);
  onContact(problem);
  if (failures === 1) log.warn({ problem }, "Telegram cannot be reached yet; trying on");
  await sleep(retryAfterMs(error) ?? backoffMs(failures), signal);
}

/** Whether trying again is useless: Telegram understood, and says that what we ask is wrong. */
function isOurs(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code < 500 && ![409, 429].includes(error.error_code);
}
