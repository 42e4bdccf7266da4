import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Instant } from "../../conversation/vocabulary.ts";
import type { Button, ChannelNotes, ConversationId, Outside } from "../../ports.ts";
import { day, second } from "../../support/durations.ts";
import { shortId } from "./read.ts";

const pollSchema = z.object({
  /** The last part of the poll message's id, without the chat; empty if only a text was sent. */
  id: z.string(),
  /** The last part of the id of the text that was sent with it. */
  text: z.string().optional(),
  at: z.number(),
  /** The ids of the buttons that the options stand for, in their order. */
  taps: z.array(z.string()),
  /** The indexes of the options that can be ticked and unticked. */
  ticks: z.array(z.int()),
  selected: z.array(z.int()),
});
/** What the channel stores of one chat. Contains no text of the person's. */
const noteSchema = z.object({
  /** When the last handled message was written, in milliseconds. */
  at: z.number(),
  /** The handled messages of that time: WhatsApp's times are whole seconds. */
  ids: z.array(z.string()),
  /** Messages that WhatsApp could not decrypt yet: they stay unhandled, whatever comes after them. */
  undecrypted: z.array(z.object({ id: z.string(), at: z.number() })),
  polls: z.array(pollSchema),
});
/** What the channel stores for all chats together: everything written up to `floor` is handled. */
const channelNoteSchema = z.object({ floor: z.number().optional() });
type ChatNote = z.infer<typeof noteSchema>;
export type SentPoll = z.infer<typeof pollSchema>;
/**
 * What the channel stores of its chats. It survives a restart, and a person's part is erased with
 * them.
 */
export type ChatNotes = ReturnType<typeof createChatNotes>;
/** What is stored of one chat, as read once. */
export type KnownChat = Awaited<ReturnType<ChatNotes["look"]>>;

/** WhatsApp requests an undecrypted message from the phone for some days; it is not awaited longer. */
const undecryptedIsKeptMs = 14 * day;
/** A reminder's poll stays valid for long, besides the polls of later questions. */
const pollsPerChat = 6;
const undecryptedPerChat = 20;
/** The most undecrypted messages in memory, for all chats together. */
const undecryptedAreKept = 10_000;

export interface ChatNotesOptions extends Pick<Outside, "clock" | "log"> {
  /** What the channel keeps of its chats. */
  readonly notes: ChannelNotes;
}

export function createChatNotes(options: ChatNotesOptions) {
  const { notes: kept, clock, log } = options;
  /** Everything written up to this time is handled; undefined before the first start. */
  let handledUpTo: Instant | undefined;
  let writing: Promise<void> = Promise.resolve();
  /** By message id, in memory: the store holds nothing of a person who is not known yet. */
  const undecrypted = new LRUCache<string, { readonly chat: string; readonly at: Instant }>({
    max: undecryptedAreKept,
  });

  const isAfterHandled = (at: Instant) => handledUpTo === undefined || at > handledUpTo;
  const isWorthWaiting = ({ at }: { readonly at: Instant }) => at > clock.now() - undecryptedIsKeptMs;

  function noteHandledUpTo(at: Instant): void {
    handledUpTo = at;
    writing = writing
      .then(() => kept.writeOwn({ floor: at }))
      .catch((error: unknown) => log.error({ error }, "a note cannot be kept"));
  }

  /** An empty note if none is stored, or one of another version. */
  function noteOf(chat: string, stored: unknown): ChatNote {
    const note = noteSchema.safeParse(stored).data ?? { at: 0, ids: [], undecrypted: [], polls: [] };
    const awaited = new Map(note.undecrypted.map(({ id, at }) => [id, at]));
    for (const [id, message] of [...undecrypted].reverse())
      if (message.chat === chat) awaited.set(id, message.at);
    const all = [...awaited].map(([id, at]) => ({ id, at }));
    return { ...note, undecrypted: all.filter(isWorthWaiting).slice(-undecryptedPerChat) };
  }

  function update(chat: string, change: (note: ChatNote) => Partial<ChatNote>): Promise<void> {
    return kept.update(idOf(chat), (stored) => {
      const note = noteOf(chat, stored);
      return { ...note, ...change(note) };
    });
  }

  return {
    /** Reads what was noted before this start. */
    async open(): Promise<void> {
      handledUpTo = channelNoteSchema.safeParse(await kept.readOwn()).data?.floor;
    },
    /** On the very first start: only what is written from now on counts. */
    begin(now: Instant): void {
      // WhatsApp's times are whole seconds: a message written later in this second has an earlier time.
      if (handledUpTo === undefined) noteHandledUpTo(now - (now % second) - 1);
    },
    async look(chat: string) {
      const stored = await kept.read(idOf(chat));
      const note = noteOf(chat, stored);
      return {
        /** True if the chat has a note; without one, only a message's time tells whether it was handled. */
        isNoted: stored !== undefined,
        isHandled(at: Instant, messageId: string): boolean {
          const shortened = shortId(messageId);
          if (note.undecrypted.some(({ id }) => id === shortened)) return false;
          return !isAfterHandled(at) || at < note.at || (at === note.at && note.ids.includes(shortened));
        },
        /** False if nothing in a chat whose last message is of `at` can be new. */
        mayHaveNews: (at: Instant) => note.undecrypted.length > 0 || (isAfterHandled(at) && at >= note.at),
        /** The short ids of its newest polls, at most `count`. */
        newestPolls(count: number, since: Instant): readonly string[] {
          const newest = note.polls.filter(({ id, at }) => id !== "" && at > since).slice(-count);
          return newest.map(({ id }) => id);
        },
      };
    },
    async noteHandled(chat: string, at: Instant, messageId: string): Promise<void> {
      const shortened = shortId(messageId);
      await update(chat, (note) => ({
        undecrypted: note.undecrypted.filter(({ id }) => id !== shortened),
        ...(at > note.at && { at, ids: [shortened] }),
        ...(at === note.at && { ids: [...new Set([...note.ids, shortened])] }),
      }));
      undecrypted.delete(shortened);
    },
    /** The message counts as new until it is handled, whatever is handled before it. */
    async noteUndecrypted(chat: string, at: Instant, messageId: string): Promise<void> {
      undecrypted.set(shortId(messageId), { chat, at });
      await update(chat, () => ({}));
    },
    /** Never rejects: a vote on a poll without a note counts as one on an old poll. */
    async notePoll(
      chat: string,
      { poll: pollId = "", text }: { readonly poll?: string; readonly text?: string | undefined },
      buttons: readonly Button[],
    ): Promise<void> {
      const poll = {
        id: shortId(pollId),
        ...(text !== undefined && { text: shortId(text) }),
        at: clock.now(),
        taps: buttons.map(({ id }) => id),
        ticks: buttons.flatMap(({ ticks }, index) => (ticks === true ? [index] : [])),
        selected: [],
      };
      const onFailure = (error: unknown) =>
        log.error({ error }, "a poll cannot be noted; a vote on it counts as an old one");
      const change = ({ polls }: ChatNote) => ({ polls: [...polls, poll].slice(-pollsPerChat) });
      await update(chat, change).catch(onFailure);
    },
    /** Returns the poll with this message id, or the one sent with the text of this id. */
    async poll(chat: string, messageId: string): Promise<SentPoll | undefined> {
      const { polls } = noteOf(chat, await kept.read(idOf(chat)));
      const shortened = shortId(messageId);
      return polls.find(({ id, text }) => id === shortened || text === shortened);
    },
    noteVote: (chat: string, messageId: string, selected: readonly number[]) =>
      update(chat, ({ polls }) => ({
        polls: polls.map((poll) =>
          poll.id === shortId(messageId) ? { ...poll, selected: [...selected] } : poll,
        ),
      })),
    /**
     * Notes that everything written up to `until`, in any chat, is handled, except what could not be
     * decrypted.
     */
    noteAllHandled(until: Instant): void {
      const awaited = [...undecrypted.values()].filter(isWorthWaiting);
      const next = Math.min(until, ...awaited.map(({ at }) => at - 1));
      if (isAfterHandled(next)) noteHandledUpTo(next);
    },
    /** Resolves when the note for all chats is written. */
    settle: () => writing,
  };
}

function idOf(chat: string): ConversationId {
  return `whatsapp:${chat}`;
}
