import { z } from "zod";
import type { Instant } from "../../conversation/vocabulary.ts";

const pollSchema = z.object({
  /** The last part of the message's id, which names no chat. */
  id: z.string(),
  at: z.number(),
  /** The ids of the buttons that the options stand for, in their order. */
  taps: z.array(z.string()),
  /** The places of the options that are ticked and unticked. */
  ticks: z.array(z.int()),
  selected: z.array(z.int()),
});
const noteSchema = z.object({
  /** When the last message that was dealt with was written, in milliseconds. */
  at: z.number(),
  /** The messages of that moment that were dealt with: WhatsApp tells whole seconds only. */
  ids: z.array(z.string()),
  /** Messages that WhatsApp could not decrypt yet: they are not dealt with, whatever came after them. */
  undecrypted: z.array(z.object({ id: z.string(), at: z.number() })),
  polls: z.array(pollSchema),
});

export type SentPoll = z.infer<typeof pollSchema>;
/** What is known of one chat beyond the conversation. Holds no words. */
export type ChatNote = z.infer<typeof noteSchema>;
/** A message that WhatsApp could not decrypt yet. */
export type Undecrypted = ChatNote["undecrypted"][number];

/** A reminder's poll works long after, next to the polls of the questions since. */
const pollsPerChat = 6;
const undecryptedPerChat = 20;

/** Reads a stored note; an empty one where there is none, or one of another version. */
export function readChatNote(stored: unknown): ChatNote {
  return noteSchema.safeParse(stored).data ?? { at: 0, ids: [], undecrypted: [], polls: [] };
}

/** Whether this message was dealt with, as far as the note tells; without a note of the chat, none was. */
export function isHandled({ at: last, ids, undecrypted }: ChatNote, at: Instant, messageId: string): boolean {
  const own = shortId(messageId);
  if (undecrypted.some(({ id }) => id === own)) return false;
  return at < last || (at === last && ids.includes(own));
}

/** Moves on to this message. */
export function withHandled(note: ChatNote, at: Instant, messageId: string): ChatNote {
  const own = shortId(messageId);
  const undecrypted = note.undecrypted.filter(({ id }) => id !== own);
  if (at < note.at) return { ...note, undecrypted };
  return { ...note, undecrypted, at, ids: at === note.at ? [...new Set([...note.ids, own])] : [own] };
}

export function withUndecrypted(note: ChatNote, added: readonly Undecrypted[]): ChatNote {
  const isUnknown = ({ id }: Undecrypted) => note.undecrypted.every((known) => known.id !== id);
  return {
    ...note,
    undecrypted: [...note.undecrypted, ...added.filter(isUnknown)].slice(-undecryptedPerChat),
  };
}

export function withPoll(note: ChatNote, poll: SentPoll): ChatNote {
  return { ...note, polls: [...note.polls, poll].slice(-pollsPerChat) };
}

export function withVote(note: ChatNote, messageId: string, selected: readonly number[]): ChatNote {
  const own = shortId(messageId);
  return {
    ...note,
    polls: note.polls.map((poll) => (poll.id === own ? { ...poll, selected: [...selected] } : poll)),
  };
}

/** The part of a message's id that is its own: the others are the direction and the chat. */
export function shortId(messageId: string): string {
  return messageId.slice(messageId.lastIndexOf("_") + 1);
}
