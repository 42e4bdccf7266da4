import { z } from "zod";

/** Who we are on Telegram. */
export interface Self {
  readonly id: number;
  /** Without the `@`. */
  readonly username: string;
}

/** Somebody speaks to the bot in a group. Lives until it is answered, and is never stored. */
export interface TelegramGroupCall {
  readonly chatId: number;
  readonly messageId: number;
  /** The topic that it was written in, where the group has topics. */
  readonly topicId?: number | undefined;
  /** What was said, without the bot's name. */
  readonly words: string;
  readonly languageHint?: string;
}

const entity = z.object({ type: z.string(), offset: z.int(), length: z.int() });
type Entity = z.infer<typeof entity>;

const groupMessage = z.object({
  message_id: z.int(),
  chat: z.object({ id: z.int(), type: z.enum(["group", "supergroup"]) }),
  from: z.object({ language_code: z.string().optional(), is_bot: z.boolean().optional() }).optional(),
  /** Present where an administrator writes in the group's name. */
  sender_chat: z.unknown().optional(),
  text: z.string().optional(),
  entities: z.array(entity).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(entity).optional(),
  reply_to_message: z.object({ from: z.object({ id: z.int() }).optional() }).optional(),
  message_thread_id: z.int().optional(),
  is_topic_message: z.boolean().optional(),
  forward_origin: z.unknown().optional(),
  is_automatic_forward: z.boolean().optional(),
});
type GroupMessage = z.infer<typeof groupMessage>;

/** The command that is meant for every bot of a group; all others need the bot's name. */
const commandForAll = "/start";

/** Reads a message of a group if it speaks to the bot: by name, by a command, or by a reply to its own message. */
export function readGroupCall(raw: unknown, self: Self): TelegramGroupCall | undefined {
  const message = groupMessage.safeParse(raw).data;
  if (message === undefined || isSpokenByOthers(message)) return undefined;
  const { text, entities } = writtenIn(message);
  const names = entities.filter((entity) => isOurName(entity, text, self));
  const isReply = message.reply_to_message?.from?.id === self.id;
  if (names.length === 0 && !isReply) return undefined;
  return {
    chatId: message.chat.id,
    messageId: message.message_id,
    words: without(text, names),
    ...(message.is_topic_message && { topicId: message.message_thread_id }),
    ...(message.from?.language_code !== undefined && { languageHint: message.from.language_code }),
  };
}

function writtenIn({ text, entities, caption = "", caption_entities = [] }: GroupMessage) {
  return text === undefined
    ? { text: caption, entities: caption_entities }
    : { text, entities: entities ?? [] };
}

/** Forwarded messages and posts of a channel speak to their own readers, and two bots could go on for ever. */
function isSpokenByOthers(message: GroupMessage): boolean {
  const isBot = message.from?.is_bot === true && message.sender_chat === undefined;
  return isBot || message.forward_origin !== undefined || message.is_automatic_forward === true;
}

function isOurName({ type, offset, length }: Entity, text: string, { username }: Self): boolean {
  const written = text.slice(offset, offset + length).toLowerCase();
  const name = `@${username.toLowerCase()}`;
  if (type === "mention") return written === name;
  return type === "bot_command" && (written === commandForAll || written.endsWith(name));
}

function without(text: string, entities: readonly Entity[]): string {
  const inReverse = entities.toSorted((one, other) => other.offset - one.offset);
  const rest = inReverse.reduce(
    (left, { offset, length }) => `${left.slice(0, offset)} ${left.slice(offset + length)}`,
    text,
  );
  return rest.trim();
}
