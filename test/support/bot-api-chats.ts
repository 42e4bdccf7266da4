import type {
  Chat as ApiChat,
  InlineKeyboardButton,
  Message,
  MessageEntity,
  Update,
  User,
} from "grammy/types";
import { botMember, botUser } from "./bot-api-bot.ts";
import type { Updates } from "./bot-api-updates.ts";
import { patienceMs } from "./until.ts";

/** A button of an inline keyboard as the person sees it. */
export interface SeenButton {
  readonly label: string;
  readonly url?: string;
  readonly copy?: string;
  readonly data?: string;
}

/** A message in a chat as the person sees it now: an edit changes it. */
export interface SeenMessage {
  readonly messageId: number;
  /** When it arrived, in milliseconds of `performance.now()`. */
  readonly at: number;
  /** Plain, without markup; for a document its caption. */
  text: string;
  entities: MessageEntity[];
  rows: readonly (readonly SeenButton[])[];
  readonly document?: { readonly name: string; readonly content: string };
  readonly linkPreview: boolean;
  /** As Telegram keeps it. */
  keyboard: InlineKeyboardButton[][];
}

/** A private chat on the server's side. */
export interface Chat {
  readonly id: number;
  languageCode: string | undefined;
  /** False until the person writes: bots cannot write first. */
  begun: boolean;
  blocked: boolean;
  movedTo: number | undefined;
  lastMessageId: number;
  /** The newest ones by id. */
  readonly messages: Map<number, SeenMessage>;
  readonly unread: SeenMessage[];
  readonly waiting: ((message: SeenMessage) => void)[];
}

/** What a message holds besides its origin. */
export type Content = Partial<Message & Update.NonChannel>;

const kept = 200;
const file = { file_id: "AwACAgQAAxkBAAMD", file_unique_id: "AgADxxsAAp" };
const media: Readonly<Record<string, Content>> = {
  sticker: {
    sticker: { ...file, type: "regular", width: 512, height: 512, is_animated: false, is_video: false },
  },
  voice: { voice: { ...file, duration: 2, mime_type: "audio/ogg", file_size: 5_120 } },
  photo: { photo: [{ ...file, file_size: 1_253, width: 90, height: 67 }] },
};

export function createChats() {
  const chats = new Map<number, Chat>();

  function chat(id: number): Chat {
    const known = chats.get(id);
    if (known !== undefined) return known;
    const fresh: Chat = {
      id,
      languageCode: undefined,
      begun: false,
      blocked: false,
      movedTo: undefined,
      lastMessageId: 0,
      messages: new Map(),
      unread: [],
      waiting: [],
    };
    chats.set(id, fresh);
    return fresh;
  }

  function add(chat: Chat, content: Omit<SeenMessage, "messageId" | "at">): SeenMessage {
    chat.lastMessageId += 1;
    const message = { messageId: chat.lastMessageId, at: performance.now(), ...content };
    chat.messages.set(message.messageId, message);
    const [oldest] = chat.messages.keys();
    if (chat.messages.size > kept && oldest !== undefined) chat.messages.delete(oldest);
    const reader = chat.waiting.shift();
    if (reader === undefined) chat.unread.push(message);
    else reader(message);
    return message;
  }

  return { chat, add, find: (id: number) => chats.get(id) };
}
export type Chats = ReturnType<typeof createChats>;

/** A person with Telegram in their hand. */
export interface BotApiPerson {
  readonly id: number;
  /** Writes a text; returns the update's id. */
  says(text: string): number | undefined;
  /** Sends something that is not text: "sticker", "voice" or "photo". */
  sends(kind: string): number | undefined;
  /** Rewrites what they said last. */
  edits(text: string): number | undefined;
  /** Presses the newest button with this label or data, or the one under `message`; returns the query's id. */
  presses(labelOrData: string, message?: SeenMessage): string;
  blocks(): void;
  unblocks(): void;
  /** The next message that they have not read; rejects after `timeoutMs` ({@link patienceMs} if absent). */
  next(timeoutMs?: number): Promise<SeenMessage>;
  /** The messages that have not been read with `next`. */
  unread(): readonly SeenMessage[];
}

export function createPerson(
  chats: Chats,
  updates: Updates,
  onPress: (id: string) => void,
  id: number,
): BotApiPerson {
  const chat = chats.chat(id);
  let last = { message_id: 0, date: 0 };
  let presses = 0;
  const seconds = () => Math.floor(Date.now() / 1_000);
  const names = { first_name: "Person", last_name: String(id), username: `person_${id}` };
  const where: ApiChat.PrivateChat = { id, ...names, type: "private" };
  const from = (): User => ({
    id,
    is_bot: false,
    ...names,
    ...(chat.languageCode !== undefined && { language_code: chat.languageCode }),
  });

  function writes(content: Content): number | undefined {
    [chat.begun, chat.blocked] = [true, false];
    chat.lastMessageId += 1;
    last = { message_id: chat.lastMessageId, date: seconds() };
    return updates.push(`chat ${id}`, { message: { ...last, from: from(), chat: where, ...content } });
  }

  function membership(before: "member" | "kicked", after: "member" | "kicked"): void {
    const change = {
      old_chat_member: botMember({ status: before }),
      new_chat_member: botMember({ status: after }),
    };
    updates.push(`member ${id}`, {
      my_chat_member: { chat: where, from: from(), date: seconds(), ...change },
    });
  }

  return {
    id,
    says: (text) => writes({ text, ...commandEntity(text) }),
    sends: (kind) => writes(contentOf(kind)),
    edits(text) {
      const edited_message = { ...last, from: from(), chat: where, edit_date: seconds(), text };
      return updates.push(`chat ${id}`, { edited_message });
    },
    presses(labelOrData, message) {
      const { on, data } = findButton(
        message === undefined ? [...chat.messages.values()] : [message],
        labelOrData,
      );
      presses += 1;
      const query = { id: `${id}-${presses}`, from: from(), chat_instance: "1", data };
      const pressed: Message = {
        message_id: on.messageId,
        from: botUser,
        chat: where,
        date: seconds(),
        text: on.text,
        ...(on.entities.length > 0 && { entities: on.entities }),
        reply_markup: { inline_keyboard: on.keyboard },
      };
      onPress(query.id);
      updates.push(`press ${id}`, { callback_query: { ...query, message: pressed } });
      return query.id;
    },
    blocks(): void {
      chat.blocked = true;
      membership("member", "kicked");
    },
    unblocks(): void {
      chat.blocked = false;
      membership("kicked", "member");
    },
    next: (timeoutMs) => nextMessage(chat, `person ${id}`, timeoutMs),
    unread: () => chat.unread,
  };
}

/** The next unread message of a chat; rejects after `timeoutMs`. */
export function nextMessage(chat: Chat, who: string, timeoutMs = patienceMs): Promise<SeenMessage> {
  const message = chat.unread.shift();
  if (message !== undefined) return Promise.resolve(message);
  return new Promise((resolve, reject) => {
    const reader = (message: SeenMessage) => {
      clearTimeout(timer);
      resolve(message);
    };
    const timer = setTimeout(() => {
      chat.waiting.splice(chat.waiting.indexOf(reader), 1);
      reject(new Error(`${who} got no message within ${timeoutMs} ms`));
    }, timeoutMs);
    chat.waiting.push(reader);
  });
}

function contentOf(kind: string): Content {
  const content = media[kind];
  if (content === undefined) throw new Error(`nothing is known of a ${kind}`);
  return content;
}

function commandEntity(text: string): Content {
  const command = /^\/\w+/.exec(text)?.[0];
  return command === undefined
    ? {}
    : { entities: [{ offset: 0, length: command.length, type: "bot_command" }] };
}

function findButton(messages: readonly SeenMessage[], labelOrData: string) {
  for (const on of messages.toReversed()) {
    const button = on.rows.flat().find(({ label, data }) => [label, data].includes(labelOrData));
    if (button?.data !== undefined) return { on, data: button.data };
  }
  throw new Error(`no button "${labelOrData}" to press`);
}
