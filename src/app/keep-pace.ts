import { LRUCache } from "lru-cache";
import type { Instant } from "../conversation/vocabulary.ts";
import type { Clock, ConversationId, OutboxRow, Pace } from "../ports.ts";
import { TokenBucket, TokenBuckets } from "../support/token-bucket.ts";

const second = 1_000;
const burstsASecond = 10;
const mostChats = 100_000;
const mostWaiting = 10_000;
/** A turn or a reservation that no one came for is another's after this long. */
export const isKeptMs = 60 * second;
const unlimited = {
  begin: () => 0,
  note: () => {},
  free: () => Number.POSITIVE_INFINITY,
  forgetPast: () => {},
};

/** Keeps a channel's pace, evenly. Turns are given in the order of asking. */
export function keepPace(pace: Pace | undefined, clock: Clock) {
  if (pace === undefined) return unlimited;
  const { perSecond, perChat, count, pauseMs } = pace;
  const rate = { capacity: Math.max(1, perSecond / burstsASecond), perMs: perSecond / second };
  const planned = new TokenBucket(rate, clock.now());
  /** What went through: many who come late for their turns must not go at once. */
  let passed: Instant[] = [];
  const most = { count: Math.floor(perSecond + rate.capacity), ms: second };
  const credit = { capacity: perChat.burst, perMs: 1 / perChat.everyMs };
  const chats = new TokenBuckets<ConversationId>(credit, mostChats);
  /** Turns to come. */
  const turns = new LRUCache<ConversationId, Instant>({ max: mostWaiting });

  return {
    /** Returns how long to wait, in milliseconds; 0 if the message counts as being sent. */
    begin({ conversationId: id, message }: Pick<OutboxRow, "conversationId" | "message">): number {
      const now = clock.now();
      const chat = chats.of(id, now);
      const rest = Math.max(pauseMs(), chat.wait(now));
      if (rest > 0) return rest;
      const messages = Math.max(1, count(message));
      const each = <T>(take: () => T): T[] => Array.from({ length: messages }, take);
      const turn = turns.get(id) ?? Math.max(...each(() => planned.reserve(now)));
      passed = since(now - second, passed);
      const wait = Math.max(turn, earliestAfter(passed, [most])) - now;
      if (wait > 0) {
        turns.set(id, turn);
        return wait;
      }
      turns.delete(id);
      each(() => passed.push(now));
      each(() => chat.reserve(now));
      return 0;
    },
    /** One has come in. */
    note() {
      const now = clock.now();
      planned.reserve(now);
      passed = since(now - second, passed);
      passed.push(now);
    },
    /** How many could be sent now. */
    free: () => Math.floor(planned.tokens(clock.now())),
    /** Forgets the chats that need no regard any more. */
    forgetPast() {
      const now = clock.now();
      chats.forgetFull(now);
      for (const [id, turn] of [...turns]) if (turn < now - isKeptMs) turns.delete(id);
    },
  };
}

/** No more than `count` in any stretch of `ms` milliseconds. */
interface SlidingWindow {
  readonly count: number;
  readonly ms: number;
}

/** Returns from when on one more may follow those of the log, the oldest of which is first. */
export function earliestAfter(log: readonly number[], windows: readonly SlidingWindow[]): number {
  return Math.max(...windows.map(({ count, ms }) => (log.at(-count) ?? Number.NEGATIVE_INFINITY) + ms));
}

/** Returns what is at `from` or later; the list itself if that is all of it. */
export function since(from: number, log: number[]): number[] {
  return (log[0] ?? from) < from ? log.filter((at) => at >= from) : log;
}
