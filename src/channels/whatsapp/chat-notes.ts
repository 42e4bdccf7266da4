import { createHmac } from "node:crypto";
import type { Button, Log } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";
import { type ChatNote, createNotesWriter, readNotes, type SentPoll } from "./notes-file.ts";

/** What is known of the chats beyond the store, and survives a restart. Holds no words and no numbers of people. */
export interface ChatNotes {
  /** On the very first start only what is written from now on counts. */
  begin(now: Instant): void;
  isHandled(chat: string, at: Instant, messageId: string): boolean;
  /** False where nothing in a chat whose last message is of `at` can be new. */
  mayHaveNews(chat: string, at: Instant): boolean;
  noteHandled(chat: string, at: Instant, messageId: string): void;
  notePoll(chat: string, messageId: string, choices: readonly Button[], now: Instant): void;
  poll(chat: string, messageId: string): SentPoll | undefined;
  /** The newest polls of this chat, at most `count`, with their messages' ids. */
  newestPolls(chat: string, count: number, since: Instant): readonly string[];
  noteVote(chat: string, messageId: string, selected: readonly number[]): void;
  /** When unprompted messages went out, oldest first. */
  unprompted(): readonly Instant[];
  noteUnprompted(now: Instant): void;
  /** Resolves when all is on the disk. */
  flush(): Promise<void>;
}

const second = 1_000;
const day = 86_400_000;
/** WhatsApp itself delivers nothing that is older. */
const notesAreKeptMs = 30 * day;
/** A reminder's poll works long after, next to the polls of the questions since. */
const pollsPerChat = 6;

/** Opens the notes in this file. */
export function openChatNotes(file: string, log: Log): ChatNotes {
  const notes = readNotes(file, log);
  const chats = new Map(Object.entries(notes.chats));
  const writer = createNotesWriter(file, () => ({ ...notes, chats: Object.fromEntries(chats) }), log);
  let newest = Math.max(0, ...[...chats.values()].map(({ at }) => at));

  const nameOf = (chat: string) =>
    createHmac("sha256", notes.key).update(chat).digest("base64url").slice(0, 22);
  const floor = () => notes.floor ?? Number.NEGATIVE_INFINITY;
  const find = (chat: string) => chats.get(nameOf(chat));

  function update(chat: string, change: (note: ChatNote) => ChatNote): void {
    const name = nameOf(chat);
    chats.set(name, change(chats.get(name) ?? { at: 0, ids: [], polls: [] }));
    writer.touch();
  }

  /** Chats that have long been silent are forgotten; what was said in them counts as dealt with. */
  function forgetSilent(): void {
    for (const [name, { at }] of chats) {
      if (at > newest - notesAreKeptMs) continue;
      chats.delete(name);
      notes.floor = Math.max(floor(), at);
    }
  }

  function updatePoll(chat: string, messageId: string, change: (poll: SentPoll) => SentPoll): void {
    const id = shortId(messageId);
    update(chat, (note) => ({
      ...note,
      polls: note.polls.map((poll) => (poll.id === id ? change(poll) : poll)),
    }));
  }

  return {
    begin(now) {
      if (notes.floor !== undefined) return;
      // WhatsApp tells whole seconds: what is written in this one, after now, has an earlier time.
      notes.floor = now - (now % second) - 1;
      writer.touch();
    },
    isHandled(chat, at, messageId) {
      const note = find(chat);
      if (note === undefined || note.at === 0) return at <= floor();
      return at < note.at || (at === note.at && note.ids.includes(shortId(messageId)));
    },
    mayHaveNews(chat, at) {
      const note = find(chat);
      return note === undefined || note.at === 0 ? at > floor() : at >= note.at;
    },
    noteHandled(chat, at, messageId) {
      const id = shortId(messageId);
      update(chat, (note) => {
        if (at < note.at) return note;
        return { ...note, at, ids: at === note.at ? [...new Set([...note.ids, id])] : [id] };
      });
      if (at <= newest) return;
      newest = at;
      forgetSilent();
    },
    notePoll(chat, messageId, choices, now) {
      const ticks = choices.flatMap(({ ticks }, index) => (ticks === true ? [index] : []));
      const taps = choices.map(({ id }) => id);
      const poll: SentPoll = { id: shortId(messageId), at: now, taps, ticks, selected: [] };
      update(chat, (note) => ({ ...note, polls: [...note.polls, poll].slice(-pollsPerChat) }));
    },
    poll: (chat, messageId) => find(chat)?.polls.find(({ id }) => id === shortId(messageId)),
    newestPolls: (chat, count, since) =>
      (find(chat)?.polls ?? [])
        .filter(({ at }) => at > since)
        .slice(-count)
        .map(({ id }) => `true_${chat}_${id}`),
    noteVote(chat, messageId, selected) {
      updatePoll(chat, messageId, (poll) => ({ ...poll, selected: [...selected] }));
    },
    unprompted: () => notes.unprompted,
    noteUnprompted(now) {
      notes.unprompted = [...notes.unprompted.filter((at) => at > now - day), now];
      writer.touch();
    },
    flush: () => writer.flush(),
  };
}

/** The part of a message's id that is its own: the others are the direction and the chat. */
function shortId(messageId: string): string {
  return messageId.slice(messageId.lastIndexOf("_") + 1);
}
