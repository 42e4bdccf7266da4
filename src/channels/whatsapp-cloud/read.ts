import { z } from "zod";
import type { Charge, ConversationId, IncomingMessage } from "../../ports.ts";

/** The items of one webhook request, oldest first. */
export type CloudItem =
  | CloudMessage
  | CloudStatus
  /** The person wants no marketing any more. */
  | { readonly type: "no-marketing"; readonly conversationId: ConversationId; readonly at: number }
  /** Meta has changed the state or the category of a template. */
  | { readonly type: "templates"; readonly at: number }
  /** The person's id has changed. */
  | {
      readonly type: "moved";
      readonly from: ConversationId;
      readonly to: ConversationId;
      readonly at: number;
    };

/** What a person has written, pressed or sent. */
export interface CloudMessage {
  readonly type: "message";
  readonly message: IncomingMessage;
  /** The platform's id of the message. */
  readonly messageId: string;
  /** When the message was written, in milliseconds since the epoch. */
  readonly at: number;
}

/** A status of a message of ours. */
export interface CloudStatus {
  readonly type: "status";
  readonly conversationId: ConversationId;
  readonly messageId: string;
  readonly status: string;
  readonly at: number;
  /** Meta's code of the failure. */
  readonly errorCode?: number | undefined;
  /** Present once the message was delivered. */
  readonly charge?: Charge | undefined;
}

/**
 * Meta charges for delivered messages; for a message that was read, it may skip the status
 * "delivered".
 */
export const isDelivered = (status: string) => ["delivered", "read"].includes(status);
/**
 * Message types that people send on purpose and that we cannot read. All others except text and
 * presses are ignored.
 */
const unreadableTypes: ReadonlySet<string> = new Set(
  "audio contacts document image interactive location order sticker unsupported video".split(" "),
);

const seconds = z.coerce.number().catch(0);
const errors = z.array(z.object({ code: z.number() })).catch([]);
const contactSchema = z.object({ wa_id: z.string().optional(), user_id: z.string().optional() });
const pressed = z.object({ id: z.string() });
const messageSchema = z.object({
  id: z.string(),
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  timestamp: seconds,
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  interactive: z.object({ button_reply: pressed.optional(), list_reply: pressed.optional() }).optional(),
  button: z.object({ payload: z.string() }).optional(),
  system: z
    .object({
      type: z.string(),
      wa_id: z.string().optional(),
      user_id: z.string().optional(),
      previous_user_id: z.string().optional(),
    })
    .optional(),
});
const statusSchema = z.object({
  id: z.string(),
  status: z.string(),
  timestamp: seconds,
  recipient_id: z.string().optional(),
  recipient_user_id: z.string().optional(),
  pricing: z
    .object({ billable: z.boolean(), category: z.string().regex(/^[a-z_-]{1,40}$/) })
    .transform(({ billable, category }) => ({ category, isBillable: billable }))
    .optional()
    .catch(undefined),
  errors,
});
const valueSchema = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  contacts: z.array(contactSchema).catch([]),
  messages: z.array(z.unknown()).catch([]),
  statuses: z.array(z.unknown()).catch([]),
});
const preferencesSchema = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  contacts: z.array(contactSchema).catch([]),
  user_preferences: z.array(
    z.object({
      wa_id: z.string().optional(),
      user_id: z.string().optional(),
      category: z.string(),
      value: z.string(),
      timestamp: seconds,
    }),
  ),
});
const payloadSchema = z.object({
  object: z.literal("whatsapp_business_account"),
  entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })),
});

type Message = z.infer<typeof messageSchema>;
type Contact = z.infer<typeof contactSchema>;

/** The conversation of a person, by their business-scoped id, or by their number if there is no other. */
function conversationIdOf(userId: string): ConversationId {
  return `whatsapp-cloud:${userId}`;
}

/**
 * Reads a webhook request: the items for our number and for templates, oldest first. Undefined if it
 * is not WhatsApp's.
 */
export function readWebhook(body: unknown, phoneNumberId: string): readonly CloudItem[] | undefined {
  const payload = payloadSchema.safeParse(body).data;
  return payload?.entry
    .flatMap(({ changes }) => changes)
    .flatMap(({ field, value }) => {
      if (field === "messages") return readMessages(value, phoneNumberId);
      if (field === "user_preferences") return readPreferences(value, phoneNumberId);
      return field.includes("template") ? [{ type: "templates", at: 0 } as const] : [];
    })
    .toSorted((one, other) => one.at - other.at);
}

/**
 * Reads only "stop": whoever resumes marketing has to ask for alerts again, since marketing is more
 * than what they had asked for.
 */
function readPreferences(raw: unknown, phoneNumberId: string): readonly CloudItem[] {
  const value = preferencesSchema.safeParse(raw).data;
  if (value?.metadata.phone_number_id !== phoneNumberId) return [];
  const { contacts, user_preferences: preferences } = value;
  return preferences.flatMap(({ wa_id: from, user_id: from_user_id, category, value, timestamp }) => {
    const userId = userIdOf({ from, from_user_id }, contacts);
    if (userId === undefined || category !== "marketing_messages" || value !== "stop") return [];
    return [
      { type: "no-marketing", conversationId: conversationIdOf(userId), at: timestamp * 1_000 } as const,
    ];
  });
}

function readMessages(raw: unknown, phoneNumberId: string): readonly CloudItem[] {
  const value = valueSchema.safeParse(raw).data;
  if (value?.metadata.phone_number_id !== phoneNumberId) return [];
  const { messages, contacts, statuses } = value;
  return [...messages.flatMap((message) => readMessage(message, contacts)), ...statuses.flatMap(readStatus)];
}

function readMessage(raw: unknown, contacts: readonly Contact[]): readonly CloudItem[] {
  const message = messageSchema.safeParse(raw).data;
  if (message === undefined) return [];
  if (message.system !== undefined) return readMove(message, message.system);
  const userId = userIdOf(message, contacts);
  const content = readContent(message);
  if (userId === undefined || content === undefined) return [];
  const origin = { id: `whatsapp-cloud:${message.id}`, conversationId: conversationIdOf(userId) };
  const { id: messageId, timestamp } = message;
  return [{ type: "message", message: { ...origin, ...content }, messageId, at: timestamp * 1_000 }];
}

/** Returns the person's id; a number alone is looked up among the contacts, which may have the id. */
function userIdOf(
  { from, from_user_id }: Pick<Message, "from" | "from_user_id">,
  contacts: readonly Contact[],
): string | undefined {
  return from_user_id ?? contacts.find(({ wa_id }) => wa_id === from)?.user_id ?? from;
}

function readContent(message: Message): Pick<IncomingMessage, "text" | "tapped" | "unreadable"> | undefined {
  const { type, text, interactive, button } = message;
  if (text !== undefined) return { text: text.body };
  const tapped = button?.payload ?? interactive?.button_reply?.id ?? interactive?.list_reply?.id;
  if (tapped !== undefined) return { tapped };
  return unreadableTypes.has(type) ? { unreadable: true } : undefined;
}

function readMove(message: Message, moved: NonNullable<Message["system"]>): readonly CloudItem[] {
  const { timestamp, from, from_user_id } = message;
  const { type, wa_id, user_id, previous_user_id } = moved;
  if (type !== "user_changed_number" && type !== "user_changed_user_id") return [];
  const to = user_id ?? (from_user_id === previous_user_id ? undefined : from_user_id) ?? wa_id;
  const before = previous_user_id ?? from;
  if (to === undefined || before === undefined || to === before) return [];
  return [{ type: "moved", from: conversationIdOf(before), to: conversationIdOf(to), at: timestamp * 1_000 }];
}

function readStatus(raw: unknown): readonly CloudItem[] {
  const read = statusSchema.safeParse(raw).data;
  const userId = read?.recipient_user_id ?? read?.recipient_id;
  if (read === undefined || userId === undefined) return [];
  const { id: messageId, status, timestamp, pricing, errors } = read;
  const at = timestamp * 1_000;
  const conversationId = conversationIdOf(userId);
  const charge = isDelivered(status) && pricing ? { messageId, at, ...pricing } : undefined;
  return [{ type: "status", conversationId, messageId, status, at, errorCode: errors[0]?.code, charge }];
}
