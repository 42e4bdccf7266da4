import { z } from "zod";
import type { Button, ChannelNotes, Clock, ConversationId, Log } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";
import {
  type ChatNote,
  isHandled,
  readChatNote,
  type SentPoll,
  shortId,
  type Undecrypted,
  withHandled,
  withPoll,
  withUndecrypted,
  withVote,
} from "./chat-note.ts";
import { deleteOldNotes, readOldNotes } from "./read-old-notes.ts";

/** What is known of one chat at this moment. */
export interface KnownChat {
  /** Whether a note of the chat exists; without one, only the time of a message tells whether it was dealt with. */
  readonly isNoted: boolean;
  isHandled(at: Instant, messageId: string): boolean;
  /** False if nothing in a chat whose last message is of `at` can be new. */
  mayHaveNews(at: Instant): boolean;
  /** The short ids of its newest polls, at most `count`. */
  newestPolls(count: number, since: Instant): readonly string[];
}

/** What the channel knows of the chats beyond the conversations. It survives a restart in the store, and is erased with a person. */
export interface ChatNotes {
  /** Reads what was noted before this start; takes over and deletes the file of version 0.1. */
  open(): Promise<void>;
  /** On the very first start only what is written from now on counts. */
  begin(now: Instant): void;
  look(chat: string): Promise<KnownChat>;
  noteHandled(chat: string, at: Instant, messageId: string): Promise<void>;
  /** The message counts as new until it is dealt with, whatever is dealt with before it. */
  noteUndecrypted(chat: string, at: Instant, messageId: string): Promise<void>;
  /** Never rejects: without its note a poll is an old one. */
  notePoll(chat: string, messageId: string, choices: readonly Button[], now: Instant): Promise<void>;
  poll(chat: string, messageId: string): Promise<SentPoll | undefined>;
  noteVote(chat: string, messageId: string, selected: readonly number[]): Promise<void>;
  /** All that was written until then in any chat is dealt with, but for what could not be decrypted. */
  noteAllHandled(until: Instant): void;
  /** Resolves when all that concerns no single chat is kept. */
  settle(): Promise<void>;
}

interface ChatNotesOptions {
  readonly kept: ChannelNotes;
  /** Where version 0.1 kept its notes. */
  readonly oldFile: string;
  readonly clock: Clock;
  readonly log: Log;
}

const second = 1_000;
const day = 86_400_000;
/** WhatsApp asks the phone for an undecrypted message for some days; after that no one waits for it. */
const undecryptedIsKeptMs = 14 * day;
/** What concerns no single chat. */
const ownSchema = z.object({
  /** All that was written until then is dealt with. */
  floor: z.number().optional(),
});

export function createChatNotes({ kept, oldFile, clock, log }: ChatNotesOptions): ChatNotes {
  let own: z.infer<typeof ownSchema> = {};
  let writing: Promise<void> = Promise.resolve();
  /** By chat: nothing can be kept of a person who is not known yet. */
  const undecrypted = new Map<string, readonly Undecrypted[]>();

  const floor = () => own.floor ?? Number.NEGATIVE_INFINITY;
  const isWorthWaiting = ({ at }: Undecrypted) => at > clock.now() - undecryptedIsKeptMs;
  const awaitedIn = (chat: string) => (undecrypted.get(chat) ?? []).filter(isWorthWaiting);

  function writeOwn(change: Partial<typeof own>): void {
    own = { ...own, ...change };
    writing = writing
      .then(() => kept.writeOwn(own))
      .catch((error: unknown) => log.error({ channel: "whatsapp", error }, "a note cannot be kept"));
  }

  async function read(chat: string): Promise<{ readonly isNoted: boolean; readonly note: ChatNote }> {
    const stored = await kept.read(idOf(chat));
    const note = withUndecrypted(readChatNote(stored), awaitedIn(chat));
    const isNoted = stored !== undefined;
    return { isNoted, note: { ...note, undecrypted: note.undecrypted.filter(isWorthWaiting) } };
  }

  function update(chat: string, change: (note: ChatNote) => ChatNote): Promise<void> {
    return kept.update(idOf(chat), (stored) =>
      change(withUndecrypted(readChatNote(stored), awaitedIn(chat))),
    );
  }

  return {
    async open() {
      own = ownSchema.safeParse(await kept.readOwn()).data ?? {};
      const old = readOldNotes(oldFile);
      if (old !== undefined && own.floor === undefined) {
        own = { floor: old.floor };
        await kept.writeOwn(own);
        await kept.countProactive(old.proactive);
      }
      deleteOldNotes(oldFile);
    },
    begin(now) {
      if (own.floor !== undefined) return;
      // WhatsApp tells whole seconds: what is written in this one, after now, has an earlier time.
      writeOwn({ floor: now - (now % second) - 1 });
    },
    async look(chat) {
      const { isNoted, note } = await read(chat);
      const isAwaited = (messageId: string) => note.undecrypted.some(({ id }) => id === shortId(messageId));
      return {
        isNoted,
        isHandled: (at, id) => isHandled(note, at, id) || (at <= floor() && !isAwaited(id)),
        mayHaveNews: (at) => note.undecrypted.length > 0 || (at > floor() && at >= note.at),
        newestPolls: (count, since) =>
          note.polls
            .filter(({ at }) => at > since)
            .slice(-count)
            .map(({ id }) => id),
      };
    },
    async noteHandled(chat, at, messageId) {
      await update(chat, (note) => withHandled(note, at, messageId));
      undecrypted.set(
        chat,
        awaitedIn(chat).filter(({ id }) => id !== shortId(messageId)),
      );
      if (awaitedIn(chat).length === 0) undecrypted.delete(chat);
    },
    async noteUndecrypted(chat, at, messageId) {
      const id = shortId(messageId);
      undecrypted.set(chat, [...awaitedIn(chat).filter((other) => other.id !== id), { id, at }]);
      await update(chat, (note) => note);
    },
    async notePoll(chat, messageId, choices, now) {
      const ticks = choices.flatMap(({ ticks }, index) => (ticks === true ? [index] : []));
      const poll = {
        id: shortId(messageId),
        at: now,
        taps: choices.map(({ id }) => id),
        ticks,
        selected: [],
      };
      await update(chat, (note) => withPoll(note, poll)).catch((error: unknown) =>
        log.error(
          { channel: "whatsapp", error },
          "a poll cannot be noted; a vote on it counts as an old one",
        ),
      );
    },
    async poll(chat, messageId) {
      const { note } = await read(chat);
      return note.polls.find(({ id }) => id === shortId(messageId));
    },
    noteVote: (chat, messageId, selected) => update(chat, (note) => withVote(note, messageId, selected)),
    noteAllHandled(until) {
      const awaited = [...undecrypted.values()].flat().filter(isWorthWaiting);
      const next = Math.min(until, ...awaited.map(({ at }) => at - 1));
      if (next > floor()) writeOwn({ floor: next });
    },
    settle: () => writing,
  };
}

function idOf(chat: string): ConversationId {
  return `whatsapp:${chat}`;
}
