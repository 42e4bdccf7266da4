import { GrammyError, HttpError } from "grammy";
import { ChannelError, type ChannelProblem, type Log } from "../../app/ports.ts";
import { conversationIdOf } from "./read.ts";

/** Telegram sends the wait with every 429; this stands in for it where a proxy has cut it out. */
const waitWithoutAdviceMs = 1_000;

/** Says what follows from an error of a call to Telegram; what Telegram rejects is logged with its method. */
export function toChannelError(error: unknown, log: Log): ChannelError {
  const problem = problemOf(error);
  const description = describeTelegramError(error);
  if (problem.reason === "rejected")
    log.error({ problem: description }, "Telegram rejects a message of ours");
  // No cause: grammY's errors hold the message, the chat and, in the address, the token.
  return new ChannelError("telegram", problem, description);
}

/** Tells an error in words that hold neither token nor people's words or numbers. */
export function describeTelegramError(error: unknown): string {
  if (error instanceof GrammyError) return `${error.method}: ${error.error_code} ${error.description}`;
  if (error instanceof HttpError) return `no answer (${networkReason(error.error)})`;
  return error instanceof Error ? error.name : "unknown error";
}

/** The wait that Telegram asks for, where it does. */
export function retryAfterMs(error: unknown): number | undefined {
  if (!(error instanceof GrammyError) || error.error_code !== 429) return undefined;
  const seconds = error.parameters.retry_after;
  return seconds === undefined ? waitWithoutAdviceMs : seconds * 1_000;
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
  // The token (401, 404) and a second user of it (409) are for the operator to mend: the message is good.
  if (error.error_code >= 500 || [401, 404, 409].includes(error.error_code)) return { reason: "unavailable" };
  return { reason: "rejected" };
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return "network";
  if (/timed out|timeout/i.test(error.message)) return "time-out";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "type" in error && typeof error.type === "string" ? error.type : error.name;
}
