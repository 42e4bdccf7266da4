import type { Api } from "grammy";
import type { ChannelProblem, Clock, GroupAnswer, GroupCall, Log } from "../../app/ports.ts";
import { sleep } from "../../concurrency/sleep.ts";
import type { Instant } from "../../conversation/vocabulary.ts";
import { backoffMs } from "./backoff-ms.ts";
import { toChannelError } from "./errors.ts";
import { chatIdOf } from "./read.ts";
import type { TelegramGroupCall } from "./read-group-call.ts";
import { sendMessage } from "./send-message.ts";

/** Shows groups the way to the private chat. */
export interface GroupAnswers {
  /** Resolves when the group has its answer, or is not to get one. */
  answer(call: TelegramGroupCall): Promise<void>;
}

interface GroupAnswersOptions {
  readonly api: Api;
  readonly username: string;
  readonly answerGroup: (call: GroupCall) => GroupAnswer;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the trying. */
  readonly signal: AbortSignal;
}

/** A group hears the same again only after this. */
const silenceMs = 60_000;
/** After this, a group has gone on to something else. */
const worthSendingMs = 5 * 60_000;

/**
 * Answers each group once a minute at most, past the outbox: nothing of a group is stored, so a crash may cost it one answer.
 * Waits as Telegram says, and tries on where it cannot be reached, for five minutes.
 */
export function createGroupAnswers(options: GroupAnswersOptions): GroupAnswers {
  const { clock } = options;
  const inHand = new Set<number>();
  /** In the order of the answers. */
  const answeredAt = new Map<number, Instant>();

  function forgetOld(now: Instant): void {
    for (const [chatId, at] of answeredAt) {
      if (now - at < silenceMs) return;
      answeredAt.delete(chatId);
    }
  }

  return {
    async answer(call) {
      const { chatId } = call;
      forgetOld(clock.now());
      if (inHand.has(chatId) || answeredAt.has(chatId)) return;
      inHand.add(chatId);
      try {
        await insistOn(call, options);
      } finally {
        inHand.delete(chatId);
        answeredAt.set(chatId, clock.now());
      }
    },
  };
}

async function insistOn(call: TelegramGroupCall, options: GroupAnswersOptions): Promise<void> {
  const { clock, log, signal } = options;
  const goodUntil = clock.now() + worthSendingMs;
  let chatId: number | string = call.chatId;
  for (let failures = 1; !signal.aborted; failures++) {
    const problem = await send(call, chatId, options);
    const again = problem && nextTry(problem, failures);
    if (again === undefined) return;
    if (clock.now() + again.waitMs >= goodUntil) {
      log.warn({ reason: again.reason }, "a group gets no answer: Telegram did not take it in time");
      return;
    }
    chatId = again.chatId ?? chatId;
    await sleep(again.waitMs, signal);
  }
}

async function send(
  call: TelegramGroupCall,
  chatId: number | string,
  { api, username, answerGroup, log }: GroupAnswersOptions,
): Promise<ChannelProblem | undefined> {
  const { text, label, start } = answerGroup(call);
  const links = [{ label, url: `https://t.me/${username}?start=${start}` }];
  const reply_parameters = { message_id: call.messageId, allow_sending_without_reply: true };
  const topic = call.topicId === undefined ? {} : { message_thread_id: call.topicId };
  try {
    await sendMessage(api, chatId, { text, links }, { reply_parameters, ...topic });
    return undefined;
  } catch (error) {
    return toChannelError(error, log).problem;
  }
}

interface NextTry {
  readonly reason: ChannelProblem["reason"];
  readonly waitMs: number;
  /** Where the group has another id now. */
  readonly chatId?: number | string;
}

/** When and where to try again; nothing where that is useless. */
function nextTry(problem: ChannelProblem, failures: number): NextTry | undefined {
  const { reason } = problem;
  switch (reason) {
    case "moved":
      return { reason, waitMs: 0, chatId: chatIdOf(problem.to) };
    case "rate-limited":
      return { reason, waitMs: problem.retryAfterMs };
    case "unavailable":
      return { reason, waitMs: backoffMs(failures) };
    // Somebody took the bot out of the group, or Telegram rejects the message, which is logged already.
    case "gone":
    case "rejected":
    case "away":
      return undefined;
  }
}
