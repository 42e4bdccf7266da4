import type { ChatTypeContext, Context, FilterQuery } from "grammy";
import type { Message, MessageEntity, Update } from "grammy/types";
import { z } from "zod";
import type { ConversationId, GroupCall } from "../../ports.ts";

/** The kinds of updates that we ask Telegram for. */
export const allowedUpdates = ["message", "edited_message", "callback_query", "my_chat_member"] as const;

/**
 * Content that a person sends on purpose and that we cannot read. Everything else without text is a
 * service message.
 */
export const unreadableMessages = [
  "message:file",
  "message:checklist",
  "message:contact",
  "message:dice",
  "message:game",
  "message:invoice",
  "message:location",
  "message:paid_media",
  "message:poll",
  "message:rich_message",
  "message:story",
  "message:venue",
] satisfies FilterQuery[];

/** A message in a group that addresses the bot. Lives until it is answered, and is never stored. */
export interface TelegramGroupCall extends GroupCall {
  readonly chatId: number;
  readonly messageId: number;
  /** The forum topic of the message, if the group has topics. */
  readonly topicId?: number | undefined;
}

/** The command that addresses every bot of a group; all others need the bot's name. */
const commandForAll = "/start";

const chat = z.object({ id: z.int(), type: z.string() });
const user = z.object({ id: z.int(), language_code: z.string().optional() });
const entities = z.array(z.object({ type: z.string(), offset: z.int(), length: z.int() })).optional();
const keyboard = z.object({ inline_keyboard: z.array(z.array(z.object({ text: z.string() }))) });
const message = z.object({
  message_id: z.int(),
  chat,
  from: user,
  text: z.string().optional(),
  entities,
  caption: z.string().optional(),
  caption_entities: entities,
  migrate_to_chat_id: z.int().optional(),
});
/** What our handlers use of an update; grammY types the rest. */
const usedSchema = z.object({
  update_id: z.int(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: z
    .object({
      from: user,
      data: z.string().optional(),
      message: z.object({ chat, message_id: z.int(), reply_markup: keyboard.optional() }).optional(),
    })
    .optional(),
  my_chat_member: z.object({ chat, new_chat_member: z.object({ status: z.string() }) }).optional(),
});

/**
 * Checks the fields that our handlers use: an update with an unexpected shape would fail again and
 * again.
 */
export function isReadable(update: Update): boolean {
  return usedSchema.safeParse(update).success;
}

/** Returns the id of the conversation in a Telegram chat. */
export function conversationIdOf(chatId: number): ConversationId {
  return `telegram:${chatId}`;
}

/** Returns the Telegram chat of a conversation: a number, or the @name of a group or channel. */
export function chatIdOf(conversationId: ConversationId): number | string {
  const id = conversationId.slice("telegram:".length);
  return id.startsWith("@") ? id : Number(id);
}

/** Returns an update's conversation, language and id, which is unique across bots. */
export function readOrigin({ me, update, chatId, from }: ChatTypeContext<Context, "private">) {
  return {
    id: `${me.id}:${update.update_id}`,
    conversationId: conversationIdOf(chatId),
    languageHint: from.language_code,
  };
}

/**
 * Returns a group's message as a call if it addresses the bot: by name, by a command, or as a reply
 * to its message.
 */
export function readGroupCall(
  ctx: Pick<Context, "me" | "entities"> & { readonly message: Message & Update.NonChannel },
): TelegramGroupCall | undefined {
  const { message, me } = ctx;
  if (isFromElsewhere(message)) return undefined;
  const names = ctx.entities(["mention", "bot_command"]).filter((entity) => isOurName(entity, me.username));
  const isReply = message.reply_to_message?.from?.id === me.id;
  if (names.length === 0 && !isReply) return undefined;
  return {
    chatId: message.chat.id,
    messageId: message.message_id,
    words: without(message.text ?? message.caption ?? "", names),
    topicId: message.is_topic_message ? message.message_thread_id : undefined,
    languageHint: message.from.language_code,
  };
}

/**
 * Forwarded messages and a channel's posts are meant for other readers, and two bots could answer
 * each other forever.
 */
function isFromElsewhere({ from, sender_chat, forward_origin, is_automatic_forward }: Message): boolean {
  // An administrator who writes in the group's name counts as a bot to Telegram.
  const isBot = from?.is_bot === true && sender_chat === undefined;
  return isBot || forward_origin !== undefined || is_automatic_forward === true;
}

function isOurName({ type, text }: MessageEntity & { readonly text: string }, username: string): boolean {
  const name = `@${username}`.toLowerCase();
  const written = text.toLowerCase();
  return type === "mention" ? written === name : written === commandForAll || written.endsWith(name);
}

function without(text: string, entities: readonly MessageEntity[]): string {
  const cut = (rest: string, { offset, length }: MessageEntity) =>
    `${rest.slice(0, offset)} ${rest.slice(offset + length)}`;
  return entities.reduceRight(cut, text).trim();
}
