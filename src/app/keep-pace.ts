import { LRUCache } from "lru-cache";
import { SlidingWindow } from "../concurrency/sliding-window.ts";
import { TokenBuckets } from "../concurrency/token-bucket.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import type { Clock, ConversationId, Pace } from "./ports.ts";

const second = 1_000;
const mostChats = 100_000;
const mostWaiting = 10_000;
const unlimited = { begin: () => 0, note: () => {}, free: () => Number.POSITIVE_INFINITY };

/** Keeps a channel's pace. Turns are given in the order of asking. */
export function keepPace(pace: Pace | undefined, clock: Clock) {
  if (pace === undefined) return unlimited;
  const { perSecond, perChat } = pace;
  const window = new SlidingWindow(perSecond, second);
  const credit = { capacity: perChat.burst, perMs: 1 / perChat.everyMs };
  const chats = new TokenBuckets<ConversationId>(credit, mostChats);
  /** Turns to come. */
  const turns = new LRUCache<ConversationId, Instant>({ max: mostWaiting });

  return {
    /** Returns how long to wait, in milliseconds; 0 if the message counts as being sent. */
    begin(id: ConversationId): number {
      const now = clock.now();
      const chat = chats.of(id, now);
      const rest = chat.wait(now);
      if (rest > 0) return rest;
      const turn = turns.get(id) ?? window.reserve(now);
      if (turn <= now) {
        turns.delete(id);
        return chat.take(now);
      }
      turns.set(id, turn);
      return turn - now;
    },
    /** One has come in. */
    note: () => void window.reserve(clock.now()),
    /** How many could be sent now. */
    free: () => window.free(clock.now()),
  };
}
