import type { Api } from "grammy";
import type { GroupAnswer, GroupCall, Outside } from "../../ports.ts";
import { retry } from "../../support/retry.ts";
import { systemTimers } from "../../support/timers.ts";
import { delayAfter, toChannelError } from "./errors.ts";
import { chatIdOf, type TelegramGroupCall } from "./read.ts";
import { sendMessage } from "./transport.ts";

/**
 * Resolves when the group has its answer or needs none now. Rejects with a ChannelError if Telegram
 * does not accept it.
 */
export type AnswerGroup = (call: TelegramGroupCall) => Promise<void>;

export interface GroupAnswersOptions extends Pick<Outside, "clock" | "log"> {
  readonly api: Api;
  /** Returns the answer to a group. */
  readonly answerGroup: (call: GroupCall) => GroupAnswer;
  readonly username: string;
  /** Ends the retries. */
  readonly signal: AbortSignal;
}

/** A group gets no second answer before this. */
const silenceMs = 60_000;
/** An answer that is later than this is useless: the group talks about something else. */
const worthSendingMs = 5 * 60_000;

/**
 * Answers groups with a link to the private chat, at most once a minute each and without the outbox:
 * nothing of a group is stored, so a crash may lose one answer. Retries for five minutes.
 */
export function createGroupAnswers(options: GroupAnswersOptions): AnswerGroup {
  const { clock } = options;
  const silentUntil = new Map<number, number>();
  return async (call) => {
    const now = clock.now();
    for (const [chatId, until] of silentUntil) if (until <= now) silentUntil.delete(chatId);
    if (silentUntil.has(call.chatId)) return;
    silentUntil.set(call.chatId, Number.POSITIVE_INFINITY);
    try {
      await sendAnswer(call, options);
    } finally {
      silentUntil.set(call.chatId, clock.now() + silenceMs);
    }
  };
}

async function sendAnswer(
  call: TelegramGroupCall,
  { api, username, answerGroup, clock, log, signal }: GroupAnswersOptions,
): Promise<void> {
  const { text, label, start } = answerGroup(call);
  const answer = { text, links: [{ label, url: `https://t.me/${username}?start=${start}` }] };
  const settings = {
    reply_parameters: { message_id: call.messageId, allow_sending_without_reply: true },
    ...(call.topicId !== undefined && { message_thread_id: call.topicId }),
  };
  const goodUntil = clock.now() + worthSendingMs;
  let chatId: number | string = call.chatId;

  function delayMs(error: unknown, failures: number): number {
    const failure = toChannelError(error, log);
    const { problem } = failure;
    if (problem.reason === "moved") chatId = chatIdOf(problem.to);
    const delay = problem.reason === "moved" ? 0 : delayAfter(error, failures);
    const isTemporary = ["moved", "rate-limited", "unavailable"].includes(problem.reason);
    if (isTemporary && clock.now() + delay < goodUntil) return delay;
    throw failure;
  }

  await retry(systemTimers, () => sendMessage(api, chatId, answer, settings), delayMs, signal);
}
