import { EventEmitter, once } from "node:events";
import { LRUCache } from "lru-cache";
import type { ConversationId, Inbox } from "../../ports.ts";
import { InFlight } from "../../support/in-flight.ts";
import { createKeyedMutex } from "../../support/keyed-mutex.ts";
import type { Log } from "../../support/log.ts";
import { type Backoff, backoffMs, retry } from "../../support/retry.ts";
import { systemTimers } from "../../support/timers.ts";
import type { ChatNotes, SentPoll } from "./chat-notes.ts";
import { type FindOtherId, isLid } from "./find-other-id.ts";
import type { WhatsAppClient } from "./library.ts";
import { type Incoming, type ReadMessage, type ReadVote, shortId } from "./read.ts";
import type { Sender } from "./send.ts";

/**
 * Hands incoming messages and votes to the inbox: in order within a chat, and independently between
 * chats.
 */
export type Receiver = ReturnType<typeof createReceiver>;

interface ReceiverOptions {
  readonly inbox: Inbox;
  readonly notes: ChatNotes;
  readonly log: Log;
  readonly findOtherId: FindOtherId;
  readonly sender: Pick<Sender, "showTyping" | "pollsSent">;
  /** The client, while it is ready. */
  readonly client: () => WhatsAppClient | undefined;
  /** Ends the retries. */
  readonly signal: AbortSignal;
}

/** A vote on a poll that we do not remember counts as a press on a button that no question has. */
const unknownPollTap = "poll";
const backoff: Backoff = { firstMs: 500, longestMs: 60_000 };
const handledIdsAreKept = 5_000;
const peopleAreKept = 5_000;

/**
 * Resolves with what was missed in a chat and not handed over yet; undefined if the reading was
 * aborted.
 */
export type ReadMissed = (chat: string) => Promise<readonly Incoming[] | undefined>;

export function createReceiver(options: ReceiverOptions) {
  const { inbox, notes, log, signal, findOtherId, sender, client } = options;
  const withMutex = createKeyedMutex<string>();
  const inFlight = new InFlight();
  const handled = new LRUCache<string, true>({ max: handledIdsAreKept });
  /** The chat in which each person wrote last, by lid. */
  const latest = new LRUCache<string, string>({ max: peopleAreKept });
  /** Reads missed messages through the client that is ready now; undefined if none is ready. */
  let read: ReadMissed | undefined;
  const changes = new EventEmitter().setMaxListeners(0);
  signal.addEventListener("abort", () => changes.emit("read"));

  /**
   * Hands over what was missed in a chat, then `live`, so that the order is kept. Resolves with the
   * number missed.
   */
  function handOverIn(chat: string, live: readonly Incoming[]): Promise<number> {
    return inFlight.track(
      withMutex(chat, async () => {
        const missed = await readMissed(chat);
        for (const incoming of [...missed, ...live]) await retryUntilCommitted(incoming);
        return missed.length;
      }),
    );
  }

  async function readMissed(chat: string): Promise<readonly Incoming[]> {
    const reading = await currentRead();
    const missed = reading === undefined ? [] : await reading(chat);
    if (missed !== undefined) return missed;
    // This client has ended; the next one reads the chat.
    if (read === reading) read = undefined;
    return readMissed(chat);
  }

  /** Resolves once a client is ready; with undefined if the channel stops first. */
  async function currentRead(): Promise<ReadMissed | undefined> {
    if (read === undefined && !signal.aborted) await once(changes, "read");
    return signal.aborted ? undefined : read;
  }

  /** Retries until the commit, so that the person's later messages do not overtake this one. */
  async function retryUntilCommitted(incoming: Incoming): Promise<void> {
    if (signal.aborted) return;
    const delayMs = (error: unknown, attempt: number) => {
      log.error({ error, attempt }, "a message could not be committed; retrying");
      return backoffMs(attempt, backoff);
    };
    await retry(systemTimers, () => handOver(incoming), delayMs, signal);
  }

  function handOver(incoming: Incoming): Promise<void> {
    const { chat, at } = incoming;
    if ("undecrypted" in incoming) return notes.noteUndecrypted(chat, at, incoming.undecrypted);
    return "message" in incoming ? handOverMessage(incoming) : handOverVote(incoming);
  }

  async function handOverMessage({ chat, at, message, chosen }: ReadMessage): Promise<void> {
    if (handled.has(message.id)) return;
    sender.showTyping(client(), chat);
    await follow(chat);
    const asked = chosen && (await notes.poll(chat, chosen.quoted));
    const tapped = chosen && asked?.taps[chosen.number - 1];
    const { id, conversationId } = message;
    await inbox.receive(tapped === undefined ? message : { id, conversationId, tapped });
    await notes.noteHandled(chat, at, message.id);
    handled.set(message.id, true);
  }

  /**
   * Moves the person's conversation from their other id, number or lid, to this chat. Resolves after
   * the commit.
   */
  async function follow(chat: string): Promise<void> {
    const other = await findOtherId(chat);
    if (other === undefined) return;
    const lid = isLid(chat) ? chat : other;
    if (latest.get(lid) === chat) return;
    await inbox.moved(`whatsapp:${other}`, `whatsapp:${chat}`);
    latest.set(lid, chat);
  }

  async function handOverVote(vote: ReadVote): Promise<void> {
    if (vote.voter === client()?.info?.wid?._serialized) return;
    await sender.pollsSent(vote.chat);
    const { pollId, selected } = vote;
    const { chat, poll } = await findPoll(vote);
    for (const [tapped, key] of tapsOf(vote, poll)) {
      const conversationId: ConversationId = `whatsapp:${chat}`;
      const id = `whatsapp:true_${shortId(pollId)}:${vote.at}:${key}`;
      await inbox.receive({ id, conversationId, tapped });
    }
    await notes.noteVote(chat, pollId, selected);
  }

  /**
   * Finds the poll under any id of the person: the vote may name the chat by number and the note by
   * lid, or the reverse. The vote counts in the chat to which the poll was sent.
   */
  async function findPoll({ chat, voter, pollId }: ReadVote) {
    for (const find of [() => chat, () => voter, () => findOtherId(chat)]) {
      const sentTo = await find();
      const poll = sentTo && (await notes.poll(sentTo, pollId));
      if (sentTo && poll) return { chat: sentTo, poll };
    }
    await follow(chat);
    return { chat, poll: undefined };
  }

  /**
   * Turns a vote, which holds the whole selection, into presses: each option added, and each tick
   * removed.
   */
  function tapsOf({ selected }: ReadVote, poll: SentPoll | undefined) {
    if (poll === undefined) return selected.length === 0 ? [] : [[unknownPollTap, "unknown"] as const];
    const gone = poll.selected.filter((place) => poll.ticks.includes(place) && !selected.includes(place));
    const added = selected.filter((place) => !poll.selected.includes(place));
    return [...gone, ...added].map((place) => [poll.taps[place] ?? unknownPollTap, String(place)] as const);
  }

  return {
    receive(incoming: Incoming): void {
      if (!signal.aborted) void handOverIn(incoming.chat, [incoming]);
    },
    /** From now on, incoming messages wait in each chat until `readWith` is called. */
    waitForRead(): void {
      read = undefined;
    },
    /**
     * Releases the held messages: each chat is first read with `reader`, so that missed ones come before
     * them.
     */
    readWith(reader: ReadMissed): void {
      read = reader;
      changes.emit("read");
    },
    /** Hands over the missed messages of this chat; resolves with their number. */
    read: (chat: string) => handOverIn(chat, []),
    /** Resolves when everything received has been handed over. */
    settle: () => inFlight.settled(),
  };
}
