import { z } from "zod";
import type { IncomingMessage } from "../../ports.ts";

/** A message of one person to us. */
export interface ReadMessage {
  readonly chat: string;
  /** Milliseconds since the epoch; WhatsApp tells whole seconds. */
  readonly at: number;
  readonly message: IncomingMessage;
  /** A number that quotes a message of ours, by the last part of that one's id. */
  readonly chosen?: { readonly number: number; readonly quoted: string };
}

/** A message that WhatsApp could not decrypt yet: no one knows what it says, or whether it will ever be known. */
export interface ReadUndecrypted {
  readonly chat: string;
  readonly at: number;
  readonly undecrypted: string;
}

/** What one person has selected in a poll of ours. */
export interface ReadVote {
  /** As the poll's id names it. */
  readonly chat: string;
  readonly voter: string;
  readonly at: number;
  readonly pollId: string;
  /** The whole selection, as places in the poll's options; empty where it was taken back. */
  readonly selected: readonly number[];
}

/** Something that a person has done in their chat. */
export type Incoming = ReadMessage | ReadUndecrypted | ReadVote;

/** What people send on purpose and we cannot read. All else but text is a notice of WhatsApp's own. */
const unreadableTypes: ReadonlySet<string> = new Set(
  (
    "audio ptt ptv image video sticker document location vcard multi_vcard poll_creation " +
    "event_creation scheduled_event_creation groups_v4_invite product order payment list interactive"
  ).split(" "),
);

/** What an edited message counts as: a press on a button that no question has. */
const editedMessageTap = "edited";

const serialized = z.object({ _serialized: z.string() });
const messageSchema = z.object({
  id: serialized,
  from: z.string(),
  fromMe: z.boolean(),
  type: z.string(),
  body: z.string().catch(""),
  timestamp: z.number().catch(0),
  latestEditSenderTimestampMs: z.number().optional().catch(undefined),
  /** What the page knows of it. */
  _data: z.object({ quotedStanzaID: z.string().optional() }).catch({}),
});
/** The library gives ids in both forms: as an object when something happens, as text out of WhatsApp's tables. */
const eitherId = z.union([z.string(), serialized.transform(({ _serialized }) => _serialized)]);
const voteSchema = z.object({
  voter: eitherId,
  selectedOptions: z.array(z.object({ localId: z.int() })),
  interractedAtTs: z.number().catch(0),
  /** `parentMessage` may be empty, so it is not relied on. */
  parentMsgKey: eitherId,
});
const sentSchema = z.object({ id: serialized, ack: z.number().optional().catch(undefined) });

/** Tells the chats with one person from groups, the status, channels and broadcasts. */
export function isPrivateChat(id: string): boolean {
  return /^[^@\s]+@(c\.us|lid)$/.test(id);
}

/** The part of a message's id that is its own: the others are the direction and the chat. */
export function shortId(messageId: string): string {
  return messageId.slice(messageId.lastIndexOf("_") + 1);
}

/** Says what a message means to us; nothing if it is of no concern. */
export function readMessage(raw: unknown): ReadMessage | ReadUndecrypted | undefined {
  const message = privateMessage(raw);
  if (message === undefined) return undefined;
  const place = { chat: message.from, at: message.timestamp * 1_000 };
  if (message.type === "ciphertext") return { ...place, undecrypted: message.id._serialized };
  const origin = originOf(message);
  // A caption goes with its picture: whoever sends a picture expects it to be looked at.
  if (message.type === "chat")
    return { ...place, message: { ...origin, text: message.body }, ...readChosen(message) };
  if (!unreadableTypes.has(message.type)) return undefined;
  return { ...place, message: { ...origin, unreadable: true } };
}

function readChosen({ body, _data: { quotedStanzaID: quoted } }: z.infer<typeof messageSchema>) {
  return quoted !== undefined && /^\s*\d{1,2}\s*$/.test(body)
    ? { chosen: { number: Number(body), quoted } }
    : {};
}

/**
 * Says what an edit means to us; nothing if it is of no concern. It never answers a question: the one that it was written for
 * may be past, and "2" made "3" would answer the next. It gets what an old button gets. The library also tells of an edit
 * where a message is decrypted late, or its preview comes.
 */
export function readEdit(raw: unknown): ReadMessage | undefined {
  const message = privateMessage(raw);
  const editedAt = message?.latestEditSenderTimestampMs;
  if (message?.type !== "chat" || editedAt === undefined) return undefined;
  const { id, conversationId } = originOf(message);
  const edit = { id: `${id}:edited:${editedAt}`, conversationId, tapped: editedMessageTap };
  return { chat: message.from, at: message.timestamp * 1_000, message: edit };
}

function privateMessage(raw: unknown): z.infer<typeof messageSchema> | undefined {
  const message = messageSchema.safeParse(raw).data;
  return message === undefined || message.fromMe || !isPrivateChat(message.from) ? undefined : message;
}

/** The id does not name the chat: the same message is found again under the person's other id when their chat has moved. */
function originOf({ id, from }: z.infer<typeof messageSchema>) {
  return {
    id: `whatsapp:false_${shortId(id._serialized)}`,
    conversationId: `whatsapp:${from}`,
  } as const;
}

/** Says who selected what in which poll; nothing if the poll is not ours, or not of a chat with one person. */
export function readVote(raw: unknown): ReadVote | undefined {
  const vote = voteSchema.safeParse(raw).data;
  if (vote === undefined) return undefined;
  const pollId = vote.parentMsgKey;
  const chat = /^true_(.+)_[^_]+$/.exec(pollId)?.[1] ?? "";
  if (!isPrivateChat(chat) || !isPrivateChat(vote.voter)) return undefined;
  const selected = vote.selectedOptions.map(({ localId }) => localId);
  return { chat, voter: vote.voter, at: vote.interractedAtTs, pollId, selected };
}

/** Reads the answer to a sending: the message's id, and whether WhatsApp could not send it. */
export function readSent(raw: unknown): { readonly id: string; readonly failed: boolean } | undefined {
  const sent = sentSchema.safeParse(raw).data;
  return sent && { id: sent.id._serialized, failed: sent.ack === -1 };
}
