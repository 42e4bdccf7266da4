import { GrammyError } from "grammy";
import type { Log } from "../../app/ports.ts";
import { retry } from "../../concurrency/retry.ts";
import { delayAfter, describeTelegramError } from "./errors.ts";

interface RetryUntilAnsweredOptions {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Called after every attempt: without a problem if Telegram answered. */
  readonly onContact?: (problem?: string) => void;
}

/**
 * Repeats a call to Telegram until it succeeds; undefined once the signal is raised. Throws the error if Telegram rejects the
 * request itself, so that repeating it is useless.
 */
export async function retryUntilAnswered<Result>(
  call: () => Promise<Result>,
  { signal, log, onContact = () => {} }: RetryUntilAnsweredOptions,
): Promise<Result | undefined> {
  const callOnce = async () => {
    const result = await call();
    onContact();
    return result;
  };
  const delayMs = (error: unknown, failures: number) => {
    if (isRejection(error)) throw error;
    const problem = describeTelegramError(error);
    onContact(problem);
    if (failures === 1) log.warn({ problem }, "Telegram is unreachable; retrying");
    return delayAfter(error, failures);
  };
  return retry(callOnce, delayMs, signal);
}

function isRejection(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code < 500 && ![409, 429].includes(error.error_code);
}
