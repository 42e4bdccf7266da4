import type { Api } from "grammy";
import type { Inbox, IncomingMessage, Log, Receipt } from "../../app/ports.ts";
import type { GroupAnswers } from "./answer-groups.ts";
import { describeTelegramError } from "./errors.ts";
import { type Press, readUpdate } from "./read.ts";
import type { Self, TelegramGroupCall } from "./read-group-call.ts";
import { markKeyboard } from "./render.ts";

/** Hands over what came in. */
export interface Receiver {
  /** Resolves when what the update means is committed; rejects where the inbox could not commit. */
  receive(update: unknown): Promise<void>;
  /** Resolves when presses and groups have their answers, or after `limitMs`. */
  settle(limitMs: number): Promise<void>;
}

interface ReceiverOptions {
  readonly api: Api;
  readonly self: Self;
  readonly inbox: Inbox;
  readonly groups: GroupAnswers;
  readonly log: Log;
}

/**
 * Hands updates to the inbox; acknowledges presses and answers groups beside it, so that no person waits for that. The
 * acknowledging is not repeated: it makes sense at once or not at all.
 */
export function createReceiver({ api, self, inbox, groups, log }: ReceiverOptions): Receiver {
  const asides = new Set<Promise<void>>();

  function beside(work: Promise<unknown>, onFailure: (error: unknown) => void): void {
    const ended = work.then(() => undefined, onFailure);
    asides.add(ended);
    void ended.then(() => asides.delete(ended));
  }

  function aside(call: Promise<unknown>): void {
    beside(call, (error) =>
      log.debug({ problem: describeTelegramError(error) }, "a press was not acknowledged"),
    );
  }

  function answerGroup(call: TelegramGroupCall): void {
    beside(groups.answer(call), (error) => log.error({ error }, "answering a group has failed"));
  }

  function mark(press: Press, pressed: string, receipt: Receipt): void {
    if (receipt !== "answered" || press.messageId === undefined || press.keyboard === undefined) return;
    const inline_keyboard = markKeyboard(press.keyboard, pressed);
    if (inline_keyboard === undefined) return;
    const { chatId: chat_id, messageId: message_id } = press;
    aside(api.raw.editMessageReplyMarkup({ chat_id, message_id, reply_markup: { inline_keyboard } }));
  }

  async function receiveMessage(message: IncomingMessage, press: Press | undefined): Promise<void> {
    if (press !== undefined) aside(api.answerCallbackQuery(press.callbackQueryId));
    const receipt = await inbox.receive(message);
    if (press !== undefined && message.tapped !== undefined) mark(press, message.tapped, receipt);
  }

  async function receive(update: unknown): Promise<void> {
    const incoming = readUpdate(update, self);
    switch (incoming?.kind) {
      case undefined:
        return;
      case "message":
        return receiveMessage(incoming.message, incoming.press);
      case "stray-press":
        return aside(api.answerCallbackQuery(incoming.callbackQueryId));
      case "group-call":
        return answerGroup(incoming.call);
      case "gone":
        return inbox.gone(incoming.conversationId);
      case "moved":
        return inbox.moved(incoming.from, incoming.to);
    }
  }

  async function settle(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([Promise.all(asides), limit]);
    clearTimeout(timer);
  }

  return { receive, settle };
}
