import type { InlineKeyboardButton } from "grammy/types";
import { z } from "zod";
import type { ConversationId, IncomingMessage } from "../../app/ports.ts";
import { readGroupCall, type Self, type TelegramGroupCall } from "./read-group-call.ts";

/** The rows of buttons under a message. */
export type Keyboard = readonly (readonly InlineKeyboardButton[])[];

/** What is needed to acknowledge a press and to mark the keyboard it happened on. */
export interface Press {
  readonly callbackQueryId: string;
  readonly chatId: number;
  /** Both absent where Telegram no longer gives access to the pressed message. */
  readonly messageId?: number;
  readonly keyboard?: Keyboard;
}

/** What an update means to us. */
export type Incoming =
  | { readonly kind: "message"; readonly message: IncomingMessage; readonly press?: Press }
  /** A press that belongs to no private chat or carries nothing: only to be acknowledged. */
  | { readonly kind: "stray-press"; readonly callbackQueryId: string }
  /** Somebody speaks to the bot in a group. */
  | { readonly kind: "group-call"; readonly call: TelegramGroupCall }
  | { readonly kind: "gone"; readonly conversationId: ConversationId }
  | { readonly kind: "moved"; readonly from: ConversationId; readonly to: ConversationId };

/** The kinds of updates that we ask Telegram for. */
export const allowedUpdates = ["message", "edited_message", "callback_query", "my_chat_member"] as const;

/** What an edited message counts as: a press on a button that no question has. */
const editedMessageTap = "edited";

/** Content that a person sends on purpose and that we cannot read. All else without text is a service message. */
const unreadableContent =
  "animation audio checklist contact dice document game invoice live_photo location paid_media photo poll " +
  "rich_message sticker story venue video video_note voice";

const chat = z.object({ id: z.int(), type: z.string() });
const sender = z.looseObject({ id: z.int(), language_code: z.string().optional() });
const message = z.looseObject({
  chat,
  from: sender.optional(),
  text: z.string().optional(),
  migrate_to_chat_id: z.int().optional(),
});
const labelled = z.object({ text: z.string() });
/** Kept as it came, since what stays of a keyboard goes back to Telegram. */
const keyboardButton = z.custom<InlineKeyboardButton>((button) => labelled.safeParse(button).success);
const callbackQuery = z.object({
  id: z.string(),
  from: sender,
  data: z.string().optional(),
  message: z
    .object({
      chat,
      message_id: z.int(),
      /** 0 where the message is inaccessible. */
      date: z.int(),
      reply_markup: z.object({ inline_keyboard: z.array(z.array(keyboardButton)) }).optional(),
    })
    .optional(),
});
const membership = z.object({ chat, new_chat_member: z.object({ status: z.string() }) });

const updateSchema = z.object({
  update_id: z.int(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: callbackQuery.optional(),
  my_chat_member: membership.optional(),
});
type Update = z.infer<typeof updateSchema>;

const identified = z.object({ update_id: z.int() });

/** Gives the update's id, or nothing where this is no update at all. */
export function readUpdateId(update: unknown): number | undefined {
  return identified.safeParse(update).data?.update_id;
}

/** Says what an update means to us; nothing where it is of no concern or of a shape we do not know. */
export function readUpdate(raw: unknown, self: Self): Incoming | undefined {
  const update = updateSchema.safeParse(raw).data;
  if (update === undefined) return undefined;
  const id = `${self.id}:${update.update_id}`;
  if (update.message !== undefined) return readMessage(id, update.message, self);
  if (update.edited_message !== undefined) return readEdit(id, update.edited_message);
  if (update.callback_query !== undefined) return readPress(id, update.callback_query);
  if (update.my_chat_member !== undefined) return readMembership(update.my_chat_member);
  return undefined;
}

/** Names the conversation that a Telegram chat is. */
export function conversationIdOf(chatId: number): ConversationId {
  return `telegram:${chatId}`;
}

/** Gives the Telegram chat that a conversation is: a number, or the @name of a group or channel. */
export function chatIdOf(conversationId: ConversationId): number | string {
  const id = conversationId.slice("telegram:".length);
  return id.startsWith("@") ? id : Number(id);
}

function readMessage(id: string, message: NonNullable<Update["message"]>, self: Self): Incoming | undefined {
  const conversationId = conversationIdOf(message.chat.id);
  if (message.migrate_to_chat_id !== undefined) {
    return { kind: "moved", from: conversationId, to: conversationIdOf(message.migrate_to_chat_id) };
  }
  if (message.chat.type !== "private") return readGroup(message, self);
  const origin = { id, conversationId, ...languageHint(message.from) };
  if (message.text !== undefined) return { kind: "message", message: { ...origin, text: message.text } };
  // A caption goes with its picture: whoever sends a picture expects it to be looked at.
  if (unreadableContent.split(" ").some((content) => message[content] !== undefined)) {
    return { kind: "message", message: { ...origin, unreadable: true } };
  }
  return undefined;
}

function readGroup(message: NonNullable<Update["message"]>, self: Self): Incoming | undefined {
  const call = readGroupCall(message, self);
  return call && { kind: "group-call", call };
}

/**
 * An edit never answers a question: the one it was written for may be past, and "2" made "3" would answer the next.
 * It gets what an old button gets. A live location is edited every few seconds, so only text counts.
 */
function readEdit(id: string, message: NonNullable<Update["edited_message"]>): Incoming | undefined {
  if (message.chat.type !== "private" || message.text === undefined) return undefined;
  const conversationId = conversationIdOf(message.chat.id);
  const origin = { id, conversationId, ...languageHint(message.from) };
  return { kind: "message", message: { ...origin, tapped: editedMessageTap } };
}

function readPress(id: string, query: NonNullable<Update["callback_query"]>): Incoming {
  const { message } = query;
  if (query.data === undefined || message?.chat.type !== "private") {
    return { kind: "stray-press", callbackQueryId: query.id };
  }
  const conversationId = conversationIdOf(message.chat.id);
  const keyboard = message.date > 0 ? message.reply_markup?.inline_keyboard : undefined;
  return {
    kind: "message",
    message: { id, conversationId, tapped: query.data, ...languageHint(query.from) },
    press: {
      callbackQueryId: query.id,
      chatId: message.chat.id,
      ...(keyboard !== undefined && { messageId: message.message_id, keyboard }),
    },
  };
}

function readMembership(change: NonNullable<Update["my_chat_member"]>): Incoming | undefined {
  if (change.chat.type !== "private" || change.new_chat_member.status !== "kicked") return undefined;
  return { kind: "gone", conversationId: conversationIdOf(change.chat.id) };
}

function languageHint(from: z.infer<typeof sender> | undefined): { readonly languageHint?: string } {
  return from?.language_code === undefined ? {} : { languageHint: from.language_code };
}
