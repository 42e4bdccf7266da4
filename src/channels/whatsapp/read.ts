import { z } from "zod";
import type { IncomingMessage } from "../../ports.ts";

/** A message of one person to us. */
export interface ReadMessage {
  readonly chat: string;
  /** Milliseconds since the epoch, of WhatsApp's whole seconds. */
  readonly at: number;
  readonly message: IncomingMessage;
  /** A number, written as a reply to a message of ours; `quoted` is the last part of that message's id. */
  readonly chosen?: { readonly number: number; readonly quoted: string };
}

/** A message that WhatsApp could not decrypt yet. It may never be decrypted. */
export interface ReadUndecrypted {
  readonly chat: string;
  readonly at: number;
  readonly undecrypted: string;
}

/** One person's vote in a poll of ours. */
export interface ReadVote {
  /** The chat's id as it is written in the poll's id. */
  readonly chat: string;
  readonly voter: string;
  readonly at: number;
  readonly pollId: string;
  /** The whole selection, as indexes of the poll's options; empty if the vote was taken back. */
  readonly selected: readonly number[];
}

/** Something that a person has done in their chat. */
export type Incoming = ReadMessage | ReadUndecrypted | ReadVote;

/**
 * Message types that people send on purpose and that we cannot read. All others except text are
 * WhatsApp's own notices.
 */
const unreadableTypes: ReadonlySet<string> = new Set(
  (
    "audio ptt ptv image video sticker document location vcard multi_vcard poll_creation " +
    "event_creation scheduled_event_creation groups_v4_invite product order payment list interactive"
  ).split(" "),
);

/** An edited message counts as a press on a button that no question has. */
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
  /** The page's raw message object. */
  _data: z.object({ quotedStanzaID: z.string().optional() }).catch({}),
});
/** The library returns ids in two forms: as an object in events, as a string from WhatsApp's tables. */
const eitherId = z.union([z.string(), serialized.transform(({ _serialized }) => _serialized)]);
const voteSchema = z.object({
  voter: eitherId,
  selectedOptions: z.array(z.object({ localId: z.int() })),
  interractedAtTs: z.number().catch(0),
  /** `parentMessage` may be empty, so it is not relied on. */
  parentMsgKey: eitherId,
});
const sentSchema = z.object({ id: serialized, ack: z.number().optional().catch(undefined) });

/** True for a chat with one person; false for groups, the status, channels and broadcasts. */
export function isPrivateChat(id: string): boolean {
  return /^[^@\s]+@(c\.us|lid)$/.test(id);
}

/** Returns the last part of a message's id; the parts before it are the direction and the chat. */
export function shortId(messageId: string): string {
  return messageId.slice(messageId.lastIndexOf("_") + 1);
}

/** Reads a message from one person; undefined if it is not to be handled. */
export function readMessage(raw: unknown): ReadMessage | ReadUndecrypted | undefined {
  const message = privateMessage(raw);
  if (message === undefined) return undefined;
  const place = { chat: message.from, at: message.timestamp * 1_000 };
  if (message.type === "ciphertext") return { ...place, undecrypted: message.id._serialized };
  const origin = originOf(message);
  // A captioned picture is unreadable: its sender expects us to look at the picture.
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
 * Reads an edit as a press on an outdated button; undefined if it is not to be handled. An edit
 * never answers a question: the question it was written for may be past, and "2" made "3" would
 * answer the next. The library also emits `message_edit` if a message is decrypted late or its link
 * preview arrives; those have no edit time.
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

/**
 * The id leaves out the chat, so that the same message is recognised under the person's other id
 * after their chat has moved.
 */
function originOf({ id, from }: z.infer<typeof messageSchema>) {
  return {
    id: `whatsapp:false_${shortId(id._serialized)}`,
    conversationId: `whatsapp:${from}`,
  } as const;
}

/** Reads a vote; undefined if the poll is not ours or not in a chat with one person. */
export function readVote(raw: unknown): ReadVote | undefined {
  const vote = voteSchema.safeParse(raw).data;
  if (vote === undefined) return undefined;
  const pollId = vote.parentMsgKey;
  const chat = /^true_(.+)_[^_]+$/.exec(pollId)?.[1] ?? "";
  if (!isPrivateChat(chat) || !isPrivateChat(vote.voter)) return undefined;
  const selected = vote.selectedOptions.map(({ localId }) => localId);
  return { chat, voter: vote.voter, at: vote.interractedAtTs, pollId, selected };
}

/** Reads the result of `sendMessage`: the message's id, and whether WhatsApp could not send it. */
export function readSent(raw: unknown): { readonly id: string; readonly failed: boolean } | undefined {
  const sent = sentSchema.safeParse(raw).data;
  return sent && { id: sent.id._serialized, failed: sent.ack === -1 };
}
