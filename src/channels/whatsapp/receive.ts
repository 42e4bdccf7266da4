import { LRUCache } from "lru-cache";
import type { ConversationId, Inbox, Log } from "../../app/ports.ts";
import { InFlight } from "../../concurrency/in-flight.ts";
import { createKeyedMutex } from "../../concurrency/keyed-mutex.ts";
import { type Backoff, backoffMs, retry } from "../../concurrency/retry.ts";
import type { ChatNotes, SentPoll } from "./chat-notes.ts";
import { type FindOtherId, isLid } from "./find-other-id.ts";
import type { WhatsAppClient } from "./library.ts";
import { type Incoming, type ReadMessage, type ReadVote, shortId } from "./read.ts";
import type { Sender } from "./send.ts";

/** Hands over what came in: per chat in order, and one chat's trouble is never another's. */
export type Receiver = ReturnType<typeof createReceiver>;

interface ReceiverOptions {
  readonly inbox: Inbox;
  readonly notes: ChatNotes;
  readonly log: Log;
  readonly findOtherId: FindOtherId;
  readonly sender: Pick<Sender, "showTyping" | "pollsSent">;
  /** The client, while it is ready. */
  readonly client: () => WhatsAppClient | undefined;
  /** Ends the trying again. */
  readonly signal: AbortSignal;
}

/** What a vote counts as that belongs to no poll we remember: a button of no question. */
const unknownPollTap = "poll";
const backoff: Backoff = { firstMs: 500, longestMs: 60_000 };
const handledIdsAreKept = 5_000;
const peopleAreKept = 5_000;

const everyChat = { has: () => true };

export function createReceiver(options: ReceiverOptions) {
  const { inbox, notes, log, signal, findOtherId, sender, client } = options;
  const withMutex = createKeyedMutex<string>();
  const inFlight = new InFlight();
  const waiting = new Map<string, Incoming[]>();
  const handled = new LRUCache<string, true>({ max: handledIdsAreKept });
  /** By their lid, the chat in which people wrote last. */
  const latest = new LRUCache<string, string>({ max: peopleAreKept });
  let held: { has(chat: string): boolean } = new Set();

  function enqueue(incoming: Incoming): void {
    void inFlight.track(withMutex(incoming.chat, () => retryUntilCommitted(incoming)));
  }

  /** What cannot be committed must not be overtaken by what its person wrote later. */
  async function retryUntilCommitted(incoming: Incoming): Promise<void> {
    if (signal.aborted) return;
    const delayMs = (error: unknown, attempt: number) => {
      log.error({ channel: "whatsapp", error, attempt }, "a message could not be committed; retrying");
      return backoffMs(attempt, backoff);
    };
    await retry(() => handOver(incoming), delayMs, signal);
  }

  function handOver(incoming: Incoming): Promise<void> {
    const { chat, at } = incoming;
    if ("undecrypted" in incoming) return notes.noteUndecrypted(chat, at, incoming.undecrypted);
    return "message" in incoming ? handOverMessage(incoming) : handOverVote(incoming);
  }

  async function handOverMessage({ chat, at, message }: ReadMessage): Promise<void> {
    if (handled.has(message.id)) return;
    sender.showTyping(client(), chat);
    await follow(chat);
    await inbox.receive(message);
    await notes.noteHandled(chat, at, message.id);
    handled.set(message.id, true);
  }

  /** Moves here what is known of the person under their other id, their number or their lid. Resolves after the commit. */
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

  /** A chat may be named by number in one place and by a lid in the other. The vote counts where the poll was sent. */
  async function findPoll({ chat, voter, pollId }: ReadVote) {
    for (const find of [() => chat, () => voter, () => findOtherId(chat)]) {
      const found = await pollIn(await find(), pollId);
      if (found !== undefined) return found;
    }
    await follow(chat);
    return { chat, poll: undefined };
  }

  async function pollIn(chat: string | undefined, pollId: string) {
    const poll = chat === undefined ? undefined : await notes.poll(chat, pollId);
    return chat === undefined || poll === undefined ? undefined : { chat, poll };
  }

  /** A vote tells the whole selection: what is new in it was tapped, and a tick that is gone was tapped again. */
  function tapsOf(
    { selected }: ReadVote,
    poll: SentPoll | undefined,
  ): readonly (readonly [string, string])[] {
    if (poll === undefined) return selected.length === 0 ? [] : [[unknownPollTap, "unknown"]];
    const gone = poll.selected.filter((place) => poll.ticks.includes(place) && !selected.includes(place));
    const added = selected.filter((place) => !poll.selected.includes(place));
    return [...gone, ...added].map((place) => [poll.taps[place] ?? unknownPollTap, String(place)] as const);
  }

  function flush(chat: string): void {
    const late = waiting.get(chat) ?? [];
    waiting.delete(chat);
    for (const incoming of late) enqueue(incoming);
  }

  return {
    receive(incoming: Incoming): void {
      if (signal.aborted) return;
      const { chat } = incoming;
      if (held.has(chat)) waiting.set(chat, [...(waiting.get(chat) ?? []), incoming]);
      else enqueue(incoming);
    },
    /** From now on what comes in these chats waits, so that it does not overtake what was missed; what waits in others goes on. */
    hold(chats: { has(chat: string): boolean } = everyChat): void {
      held = chats;
      for (const chat of [...waiting.keys()].filter((candidate) => !held.has(candidate))) flush(chat);
    },
    /** Hands over what was missed in this chat, and then what waits. */
    release(chat: string, missed: readonly Incoming[]): void {
      if (held instanceof Set) held.delete(chat);
      for (const incoming of missed) enqueue(incoming);
      flush(chat);
    },
    /** Whether something waits in this chat. */
    isWaiting: (chat: string) => waiting.has(chat),
    /** Resolves when all that was taken is handed over. */
    settle: () => inFlight.settled(),
  };
}
