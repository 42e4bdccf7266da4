import { LRUCache } from "lru-cache";
import type { ConversationId, Inbox, Log } from "../../app/ports.ts";
import { InFlight } from "../../concurrency/in-flight.ts";
import { createKeyedMutex } from "../../concurrency/keyed-mutex.ts";
import { type Backoff, backoffMs, retry } from "../../concurrency/retry.ts";
import type { ChatNotes, SentPoll } from "./chat-notes.ts";
import type { FindOtherId } from "./find-other-id.ts";
import { createFollowPerson } from "./follow-person.ts";
import { type Incoming, type ReadMessage, type ReadVote, shortId } from "./read.ts";

/** Hands over what came in: per chat in order, and one chat's trouble is never another's. */
export interface Receiver {
  receive(incoming: Incoming): void;
  /** From now on what comes waits, so that it does not overtake what was missed. */
  hold(): void;
  /** What waits in other chats than these goes on. */
  holdOnly(chats: readonly string[]): void;
  /** Hands over what was missed in this chat, and then what waits. */
  release(chat: string, missed: readonly Incoming[]): void;
  /** Whether something waits in this chat. */
  isWaiting(chat: string): boolean;
  /** Resolves when all that was taken is handed over. */
  settle(): Promise<void>;
}

interface ReceiverOptions {
  readonly inbox: Inbox;
  readonly notes: ChatNotes;
  readonly log: Log;
  /** Told before a message is handed over. */
  readonly onMessage: (chat: string) => void;
  readonly findOtherId: FindOtherId;
  /** Resolves when no poll is on its way to this chat. */
  readonly pollsSent: (chat: string) => Promise<void>;
  /** The linked account's own id, where it is known. */
  readonly ownId: () => string | undefined;
  /** Ends the trying again. */
  readonly signal: AbortSignal;
}

/** The chat in which a poll is known; without the poll where it is known nowhere. */
interface FoundPoll {
  readonly chat: string;
  readonly poll?: SentPoll;
}

/** What a vote counts as that belongs to no poll we remember: a button of no question. */
const unknownPollTap = "poll";
const backoff: Backoff = { firstMs: 500, longestMs: 60_000 };
const handledIdsAreKept = 5_000;

export function createReceiver(options: ReceiverOptions): Receiver {
  const { inbox, notes, log, signal, findOtherId } = options;
  const follow = createFollowPerson({ inbox, findOtherId });
  const withMutex = createKeyedMutex<string>();
  const inFlight = new InFlight();
  const waiting = new Map<string, Incoming[]>();
  const handled = new LRUCache<string, true>({ max: handledIdsAreKept });
  let held: "all" | ReadonlySet<string> = new Set<string>();

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
    options.onMessage(chat);
    await follow(chat);
    await inbox.receive(message);
    await notes.noteHandled(chat, at, message.id);
    handled.set(message.id, true);
  }

  async function handOverVote(vote: ReadVote): Promise<void> {
    if (vote.voter === options.ownId()) return;
    await options.pollsSent(vote.chat);
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
  async function findPoll({ chat, voter, pollId }: ReadVote): Promise<FoundPoll> {
    const named = await firstWithPoll([chat, voter], pollId);
    if (named !== undefined) return named;
    const other = await findOtherId(chat);
    const under = other === undefined ? undefined : await firstWithPoll([other], pollId);
    if (under !== undefined) return under;
    await follow(chat);
    return { chat };
  }

  async function firstWithPoll(chats: readonly string[], pollId: string): Promise<FoundPoll | undefined> {
    for (const chat of chats) {
      const poll = await notes.poll(chat, pollId);
      if (poll !== undefined) return { chat, poll };
    }
    return undefined;
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

  function isHeld(chat: string): boolean {
    return held === "all" || held.has(chat);
  }

  function flush(chat: string): void {
    const late = waiting.get(chat) ?? [];
    waiting.delete(chat);
    for (const incoming of late) enqueue(incoming);
  }

  return {
    receive(incoming) {
      if (signal.aborted) return;
      const { chat } = incoming;
      if (isHeld(chat)) waiting.set(chat, [...(waiting.get(chat) ?? []), incoming]);
      else enqueue(incoming);
    },
    hold() {
      held = "all";
    },
    holdOnly(chats) {
      held = new Set(chats);
      for (const chat of [...waiting.keys()].filter((candidate) => !isHeld(candidate))) flush(chat);
    },
    release(chat, missed) {
      if (held !== "all") held = new Set([...held].filter((other) => other !== chat));
      for (const incoming of missed) enqueue(incoming);
      flush(chat);
    },
    isWaiting: (chat) => waiting.has(chat),
    settle: () => inFlight.settled(),
  };
}
