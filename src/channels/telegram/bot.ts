import { type ApiClientOptions, Bot } from "grammy";
import type { UserFromGetMe } from "grammy/types";
import { ChannelError, type Inbox } from "../../ports.ts";
import { InFlight } from "../../support/in-flight.ts";
import { createKeyedMutex } from "../../support/keyed-mutex.ts";
import type { Log } from "../../support/log.ts";
import { systemTimers, withTimeout } from "../../support/timers.ts";
import type { AnswerGroup } from "./answer-groups.ts";
import { describeTelegramError } from "./errors.ts";
import { conversationIdOf, isReadable, readGroupCall, readOrigin, unreadableMessages } from "./read.ts";
import { markKeyboard } from "./render.ts";

/** A grammY bot whose handlers hand updates to the inbox. */
export type TelegramBot = ReturnType<typeof createTelegramBot>;

interface BotDependencies {
  readonly token: string;
  readonly client: ApiClientOptions;
  readonly botInfo: UserFromGetMe;
  readonly inbox: Inbox;
  readonly answerGroup: AnswerGroup;
  readonly log: Log;
}

/** An edited message counts as a press on a button that no question has. */
const editedMessageTap = "edited";

/**
 * Builds the bot. Presses are acknowledged and groups answered in the background, so that no update
 * waits for them. A failed acknowledgement is not retried: it is useful at once or not at all.
 */
export function createTelegramBot(dependencies: BotDependencies) {
  const { token, client, botInfo, inbox, answerGroup, log } = dependencies;
  const bot = new Bot(token, { client, botInfo });
  const inBackground = new InFlight();
  const withMutex = createKeyedMutex<number | undefined>();

  function acknowledge(call: Promise<unknown>): void {
    const onFailure = (error: unknown) =>
      log.debug({ problem: describeTelegramError(error) }, "a press was not acknowledged");
    void inBackground.track(call.catch(onFailure));
  }

  function onUnanswered(error: unknown): void {
    if (error instanceof ChannelError)
      log.warn({ reason: error.problem.reason }, "a group gets no answer: Telegram did not accept it");
    else log.error({ error }, "answering a group has failed");
  }

  // Serialises the updates of a chat: one that passes through more handlers would reach the inbox
  // after a later one.
  bot.use((ctx, next) => (isReadable(ctx.update) ? withMutex(ctx.chatId, next) : undefined));
  bot.on("message:migrate_to_chat_id", ({ chatId, message }) =>
    inbox.moved(conversationIdOf(chatId), conversationIdOf(message.migrate_to_chat_id)),
  );

  const people = bot.chatType("private");
  people.on("message:text", (ctx) => inbox.receive({ ...readOrigin(ctx), text: ctx.message.text }));
  // A captioned picture counts as unreadable: its sender expects us to look at the picture.
  people.on(unreadableMessages, (ctx) => inbox.receive({ ...readOrigin(ctx), unreadable: true }));
  // An edit never answers a question: the question it was written for may be past, and "2" made "3"
  // would answer the next. It counts as a press on an outdated button. Only edited text counts: a live
  // location is edited every few seconds.
  people.on("edited_message:text", (ctx) => inbox.receive({ ...readOrigin(ctx), tapped: editedMessageTap }));
  people.on("callback_query:data", async (ctx) => {
    acknowledge(ctx.answerCallbackQuery());
    const { message, data } = ctx.callbackQuery;
    if ((await inbox.receive({ ...readOrigin(ctx), tapped: data })) !== "answered") return;
    // Reduces the keyboard to the pressed choice, unless Telegram no longer gives access to the message.
    const reply_markup = message?.reply_markup && markKeyboard(message.reply_markup, data);
    if (reply_markup !== undefined) acknowledge(ctx.editMessageReplyMarkup({ reply_markup }));
  });
  people.on("my_chat_member", async ({ chatId, myChatMember }) => {
    if (myChatMember.new_chat_member.status === "kicked") await inbox.gone(conversationIdOf(chatId));
  });

  bot.on("callback_query", (ctx) => acknowledge(ctx.answerCallbackQuery()));

  bot.chatType(["group", "supergroup"]).on("message", (ctx) => {
    const call = readGroupCall(ctx);
    if (call !== undefined) void inBackground.track(answerGroup(call).catch(onUnanswered));
  });

  return {
    /** `handleUpdate` resolves when the update is committed; rejects with a BotError if that failed. */
    bot,
    /** Resolves when presses are acknowledged and groups answered, or after `limitMs`. */
    settle: (limitMs: number) =>
      withTimeout(systemTimers, limitMs, inBackground.settled()).catch(() => undefined),
  };
}
