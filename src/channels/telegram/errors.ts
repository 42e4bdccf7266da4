import { GrammyError, HttpError } from "grammy";
import { ChannelError, type ChannelProblem } from "../../ports.ts";
import { errorCodeOf } from "../../support/error-code-of.ts";
import type { Log } from "../../support/log.ts";
import { backoffMs, retry } from "../../support/retry.ts";
import { systemTimers } from "../../support/timers.ts";
import { conversationIdOf } from "./read.ts";

/** Telegram sends `retry_after` with every 429; this stands in for it if a proxy has removed it. */
const defaultRetryAfterMs = 1_000;
const backoff = { firstMs: 500, longestMs: 30_000 };

/** Maps an error of a Bot API call to a ChannelError; logs it if Telegram rejects the message. */
export function toChannelError(error: unknown, log: Log): ChannelError {
  const problem = problemOf(error);
  const description = describeTelegramError(error);
  if (problem.reason === "rejected")
    log.error({ problem: description }, "Telegram rejects a message of ours");
  // No cause: grammY's errors hold the message and the chat.
  return new ChannelError("telegram", problem, description);
}

/** Describes an error without the token and without people's words or numbers. */
export function describeTelegramError(error: unknown): string {
  if (error instanceof GrammyError) return `${error.method}: ${error.error_code} ${error.description}`;
  if (error instanceof HttpError) return `no answer (${networkReason(error.error)})`;
  return error instanceof Error ? error.name : "unknown error";
}

/**
 * Returns how many ms to wait after the nth failure in a row: Telegram's `retry_after` if it sent
 * one, otherwise an exponential backoff.
 */
export function delayAfter(error: unknown, failures: number): number {
  return retryAfterMs(error) ?? backoffMs(failures, backoff);
}

function retryAfterMs(error: unknown): number | undefined {
  if (!(error instanceof GrammyError) || error.error_code !== 429) return undefined;
  const seconds = error.parameters.retry_after;
  return seconds === undefined ? defaultRetryAfterMs : seconds * 1_000;
}

function problemOf(error: unknown): ChannelProblem {
  if (!(error instanceof GrammyError)) return { reason: "unavailable" };
  const wait = retryAfterMs(error);
  if (wait !== undefined) return { reason: "rate-limited", retryAfterMs: wait };
  const newChatId = error.parameters.migrate_to_chat_id;
  if (newChatId !== undefined) return { reason: "moved", to: conversationIdOf(newChatId) };
  if (error.error_code === 403) return { reason: "gone" };
  if (error.error_code === 400 && /chat not found|user is deactivated/i.test(error.description)) {
    return { reason: "gone" };
  }
  // The operator has to correct the token (401, 404) or stop a second process (409): the message
  // itself is valid.
  if (error.error_code >= 500 || [401, 404, 409].includes(error.error_code)) return { reason: "unavailable" };
  return { reason: "rejected" };
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return "network";
  if (/timed out/.test(error.message)) return "time-out";
  return errorCodeOf(error) ?? error.name;
}

export interface RetryOptions {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Called after every attempt: without a trouble if Telegram answered. */
  readonly onContact?: (trouble?: string) => void;
}

/**
 * Repeats a call to Telegram until it succeeds; undefined once the signal is aborted. Throws the
 * error if Telegram rejects the request itself: repeating it is useless.
 */
export async function retryUntilAnswered<T>(call: () => Promise<T>, options: RetryOptions) {
  const { signal, log, onContact = () => {} } = options;
  const delayMs = (error: unknown, failures: number) => {
    if (isRejection(error)) throw error;
    const problem = describeTelegramError(error);
    onContact("unreachable");
    if (failures === 1) log.warn({ problem }, "Telegram is unreachable; retrying");
    return delayAfter(error, failures);
  };
  const result = await retry(systemTimers, call, delayMs, signal);
  if (result !== undefined) onContact();
  return result;
}

function isRejection(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code < 500 && ![409, 429].includes(error.error_code);
}
