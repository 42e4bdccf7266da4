import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Instant } from "../../conversation/vocabulary.ts";
import type { Button, ChannelNotes, ConversationId, Outside } from "../../ports.ts";
import { shortId } from "./read.ts";

const pollSchema = z.object({
  /** The last part of the message's id, which names no chat; empty if a text alone has asked. */
  id: z.string(),
  /** In the same way, of the text that was sent with it. */
  text: z.string().optional(),
  at: z.number(),
  /** The ids of the buttons that the options stand for, in their order. */
  taps: z.array(z.string()),
  /** The places of the options that are ticked and unticked. */
  ticks: z.array(z.int()),
  selected: z.array(z.int()),
});
/** What is known of one chat beyond the conversation. Holds no words. */
const noteSchema = z.object({
  /** When the last message that was dealt with was written, in milliseconds. */
  at: z.number(),
  /** The messages of that moment that were dealt with: WhatsApp tells whole seconds only. */
  ids: z.array(z.string()),
  /** Messages that WhatsApp could not decrypt yet: they are not dealt with, whatever came after them. */
  undecrypted: z.array(z.object({ id: z.string(), at: z.number() })),
  polls: z.array(pollSchema),
});
/** What concerns no single chat. */
const ownSchema = z.object({
  /** All that was written until then is dealt with. */
  floor: z.number().optional(),
});
type ChatNote = z.infer<typeof noteSchema>;
export type SentPoll = z.infer<typeof pollSchema>;
/** What the channel knows of the chats beyond the conversations. It survives a restart in the store, and is erased with a person. */
export type ChatNotes = ReturnType<typeof createChatNotes>;
/** What is known of one chat at this moment. */
export type KnownChat = Awaited<ReturnType<ChatNotes["look"]>>;

const second = 1_000;
const day = 86_400_000;
/** WhatsApp asks the phone for an undecrypted message for some days; after that no one waits for it. */
const undecryptedIsKeptMs = 14 * day;
/** A reminder's poll works long after, next to the polls of the questions since. */
const pollsPerChat = 6;
const undecryptedPerChat = 20;
/** In all chats together, in memory. */
const undecryptedAreKept = 10_000;

export interface ChatNotesOptions extends Pick<Outside, "clock" | "log"> {
  /** What the channel keeps of its chats. */
  readonly notes: ChannelNotes;
}

export function createChatNotes(options: ChatNotesOptions) {
  const { notes: kept, clock, log } = options;
  let own: z.infer<typeof ownSchema> = {};
  let writing: Promise<void> = Promise.resolve();
  /** By message: nothing can be kept of a person who is not known yet. */
  const undecrypted = new LRUCache<string, { readonly chat: string; readonly at: Instant }>({
    max: undecryptedAreKept,
  });

  const floor = () => own.floor ?? Number.NEGATIVE_INFINITY;
  const isWorthWaiting = ({ at }: { readonly at: Instant }) => at > clock.now() - undecryptedIsKeptMs;

  function writeOwn(next: typeof own): void {
    own = next;
    writing = writing
      .then(() => kept.writeOwn(next))
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
      own = ownSchema.safeParse(await kept.readOwn()).data ?? {};
    },
    /** On the very first start only what is written from now on counts. */
    begin(now: Instant): void {
      // WhatsApp tells whole seconds: what is written in this one, after now, has an earlier time.
      if (own.floor === undefined) writeOwn({ floor: now - (now % second) - 1 });
    },
    async look(chat: string) {
      const stored = await kept.read(idOf(chat));
      const note = noteOf(chat, stored);
      return {
        /** Whether a note of the chat exists; without one, only the time of a message tells whether it was dealt with. */
        isNoted: stored !== undefined,
        isHandled(at: Instant, messageId: string): boolean {
          const own = shortId(messageId);
          if (note.undecrypted.some(({ id }) => id === own)) return false;
          return at <= floor() || at < note.at || (at === note.at && note.ids.includes(own));
        },
        /** False if nothing in a chat whose last message is of `at` can be new. */
        mayHaveNews: (at: Instant) => note.undecrypted.length > 0 || (at > floor() && at >= note.at),
        /** The short ids of its newest polls, at most `count`. */
        newestPolls(count: number, since: Instant): readonly string[] {
          const newest = note.polls.filter(({ id, at }) => id !== "" && at > since).slice(-count);
          return newest.map(({ id }) => id);
        },
      };
    },
    async noteHandled(chat: string, at: Instant, messageId: string): Promise<void> {
      const own = shortId(messageId);
      await update(chat, (note) => ({
        undecrypted: note.undecrypted.filter(({ id }) => id !== own),
        ...(at > note.at && { at, ids: [own] }),
        ...(at === note.at && { ids: [...new Set([...note.ids, own])] }),
      }));
      undecrypted.delete(own);
    },
    /** The message counts as new until it is dealt with, whatever is dealt with before it. */
    async noteUndecrypted(chat: string, at: Instant, messageId: string): Promise<void> {
      undecrypted.set(shortId(messageId), { chat, at });
      await update(chat, () => ({}));
    },
    /** Never rejects: without its note a poll is an old one. */
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
    /** The poll of this message, or the one that was sent with it. */
    async poll(chat: string, messageId: string): Promise<SentPoll | undefined> {
      const { polls } = noteOf(chat, await kept.read(idOf(chat)));
      const own = shortId(messageId);
      return polls.find(({ id, text }) => id === own || text === own);
    },
    noteVote: (chat: string, messageId: string, selected: readonly number[]) =>
      update(chat, ({ polls }) => ({
        polls: polls.map((poll) =>
          poll.id === shortId(messageId) ? { ...poll, selected: [...selected] } : poll,
        ),
      })),
    /** All that was written until then in any chat is dealt with, but for what could not be decrypted. */
    noteAllHandled(until: Instant): void {
      const awaited = [...undecrypted.values()].filter(isWorthWaiting);
      const next = Math.min(until, ...awaited.map(({ at }) => at - 1));
      if (next > floor()) writeOwn({ floor: next });
    },
    /** Resolves when all that concerns no single chat is kept. */
    settle: () => writing,
  };
}

function idOf(chat: string): ConversationId {
  return `whatsapp:${chat}`;
}
