import { type Chats, nextMessage, type SeenMessage } from "./bot-api-chats.ts";
import type { Updates } from "./bot-api-updates.ts";

/** Who writes in a group, and how their message came about. */
interface Saying {
  readonly from?: Readonly<Record<string, unknown>>;
  /** A message of the bot that it replies to. */
  readonly replyTo?: SeenMessage;
  /** Any further fields of the message. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A group that has the bot as a member. It is an administrator: it is shown every message. */
export interface BotApiGroup {
  readonly id: number;
  /** Somebody writes a text; gives the update's id. */
  says(text: string, saying?: Saying): number | undefined;
  /** Telegram notes something in the group that nobody wrote. */
  notes(content: Readonly<Record<string, unknown>>): number | undefined;
  /** Somebody adds the bot, or takes it out: "member", "administrator", "left" or "kicked". */
  makesBot(status: string): void;
  /** The next message of the bot that nobody has read; rejects after `timeoutMs` (5 s where absent). */
  next(timeoutMs?: number): Promise<SeenMessage>;
  unread(): readonly SeenMessage[];
}

export function createGroup(chats: Chats, updates: Updates, id: number, type = "supergroup"): BotApiGroup {
  const chat = chats.chat(id);
  chat.begun = true;
  const where = { id, type, title: `Group ${id}` };
  const bot = { id: 42, is_bot: true, first_name: "Bot" };
  const seconds = () => Math.floor(Date.now() / 1_000);
  const somebody = { id: 7, is_bot: false, first_name: "Somebody" };

  function push(content: Readonly<Record<string, unknown>>): number | undefined {
    chat.lastMessageId += 1;
    const message = { message_id: chat.lastMessageId, date: seconds(), chat: where, ...content };
    return updates.push(`chat ${id}`, { message });
  }

  return {
    id,
    says(text, { from = somebody, replyTo, more } = {}) {
      const replied = { message_id: replyTo?.messageId, date: seconds(), chat: where, from: bot };
      return push({
        from,
        text,
        ...entitiesOf(text),
        ...(replyTo && { reply_to_message: replied }),
        ...more,
      });
    },
    notes: (content) => push({ from: somebody, ...content }),
    makesBot(status) {
      const member = {
        old_chat_member: { status: "left", user: bot },
        new_chat_member: { status, user: bot },
      };
      chat.blocked = ["left", "kicked"].includes(status);
      updates.push(`member ${id}`, {
        my_chat_member: { chat: where, from: somebody, date: seconds(), ...member },
      });
    },
    next: (timeoutMs) => nextMessage(chat, `group ${id}`, timeoutMs),
    unread: () => chat.unread,
  };
}

/** What Telegram underlines in a text: names and commands. */
function entitiesOf(text: string): object {
  const found = [...text.matchAll(/(?<=^|\s)(?:@\w+|\/\w+(?:@\w+)?)/g)];
  const entities = found.map(({ 0: written, index: offset }) => ({
    type: written.startsWith("@") ? "mention" : "bot_command",
    offset,
    length: written.length,
  }));
  return entities.length === 0 ? {} : { entities };
}
