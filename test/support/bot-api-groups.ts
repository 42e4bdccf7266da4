import type { Chat, Message, User } from "grammy/types";
import { botMember, botUser } from "./bot-api-bot.ts";
import { type Chats, type Content, nextMessage, type SeenMessage } from "./bot-api-chats.ts";
import type { Updates } from "./bot-api-updates.ts";

/** Who writes in a group, and how their message came about. */
interface Saying {
  readonly from?: Partial<User>;
  /** A message of the bot that it replies to. */
  readonly replyTo?: SeenMessage;
  /** Any further fields of the message. */
  readonly more?: Content;
}

/** A group that has the bot as a member. It is an administrator: it is shown every message. */
export interface BotApiGroup {
  readonly id: number;
  /** Someone writes a text; returns the update's id. */
  says(text: string, saying?: Saying): number | undefined;
  /** Telegram adds a service message to the group. */
  notes(content: Content): number | undefined;
  /** Someone adds the bot, or takes it out. */
  makesBot(status: "member" | "left" | "kicked"): void;
  /** The next unread message of the bot; waits for it. */
  next(): Promise<SeenMessage>;
  unread(): readonly SeenMessage[];
}

export function createGroup(
  chats: Chats,
  updates: Updates,
  id: number,
  type: "group" | "supergroup" = "supergroup",
): BotApiGroup {
  const chat = chats.chat(id);
  chat.begun = true;
  const where: Chat.GroupChat | Chat.SupergroupChat = { id, title: `Group ${id}`, type };
  const seconds = () => Math.floor(Date.now() / 1_000);
  const someone: User = {
    id: 7,
    is_bot: false,
    first_name: "Some",
    last_name: "Body",
    username: "someone",
  };

  function push(from: User, content: Content): number | undefined {
    chat.lastMessageId += 1;
    const message = { message_id: chat.lastMessageId, from, chat: where, date: seconds(), ...content };
    return updates.push(`chat ${id}`, { message });
  }

  function reply({ messageId, text }: SeenMessage): Content {
    const message: Message = { message_id: messageId, from: botUser, chat: where, date: seconds(), text };
    // Telegram leaves out what the replied message replies to; a type that says so cannot be built with exact optional properties.
    return { reply_to_message: message as NonNullable<Message["reply_to_message"]> };
  }

  return {
    id,
    says: (text, { from, replyTo, more } = {}) =>
      push({ ...someone, ...from }, { text, ...entitiesOf(text), ...(replyTo && reply(replyTo)), ...more }),
    notes: (content) => push(someone, content),
    makesBot(status) {
      const change = {
        old_chat_member: botMember({ status: status === "member" ? "left" : "member" }),
        new_chat_member: botMember({ status }),
      };
      chat.blocked = status !== "member";
      updates.push(`member ${id}`, {
        my_chat_member: { chat: where, from: someone, date: seconds(), ...change },
      });
    },
    next: () => nextMessage(chat, `group ${id}`),
    unread: () => chat.unread,
  };
}

/** What Telegram underlines in a text: names and commands. */
function entitiesOf(text: string): Content {
  const found = [...text.matchAll(/(?<=^|\s)(?:@\w+|\/\w+(?:@\w+)?)/g)];
  const entities = found.map(({ 0: written, index: offset }) => ({
    offset,
    length: written.length,
    type: written.startsWith("@") ? ("mention" as const) : ("bot_command" as const),
  }));
  return entities.length === 0 ? {} : { entities };
}
