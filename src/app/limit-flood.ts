import { LRUCache } from "lru-cache";
import type { Instant } from "../conversation/vocabulary.ts";
import type { ConversationId } from "../ports.ts";
import { perMinute, TokenBuckets } from "../support/token-bucket.ts";

/**
 * What is done with a message: it is answered or, if there are too many, its person is told once and
 * then ignored.
 */
export type FloodJudgement = "fine" | "first-too-many" | "too-many";

const mostWriters = 50_000;
/** A forgotten person is only told once more. */
const mostWarned = 1_000;

/**
 * A message counts once per this many characters, as a long one takes longer to read; `mostOfOne`
 * times at most.
 */
const charactersOfOne = 100;
const mostOfOne = 10;

/**
 * Returns a judge of how fast each person writes: so many messages a minute, and as many at once after
 * a quiet minute. A long message, of `length` characters, counts as several. A person who writes more
 * is told once, and again only after they have slowed down.
 */
export function createFloodLimit(messagesPerMinute: number) {
  const buckets = new TokenBuckets<ConversationId>(perMinute(messagesPerMinute), mostWriters);
  const warned = new LRUCache<ConversationId, true>({ max: mostWarned });

  return {
    judge(id: ConversationId, now: Instant, length = 0): FloodJudgement {
      const bucket = buckets.of(id, now);
      const left = bucket.tokens(now);
      if (bucket.take(now, countOf(length, messagesPerMinute)) === 0) {
        if (left >= messagesPerMinute / 2) warned.delete(id);
        return "fine";
      }
      if (warned.has(id)) return "too-many";
      warned.set(id, true);
      return "first-too-many";
    },
    /** Forgets whoever has been quiet for a minute. */
    forgetQuiet(now: Instant): void {
      buckets.forgetFull(now);
      for (const id of [...warned.keys()]) if (!buckets.has(id)) warned.delete(id);
    },
  };
}

/**
 * Returns how many messages one of this length counts as. After a quiet minute, one of any length is
 * fine.
 */
function countOf(length: number, messagesPerMinute: number): number {
  return Math.min(Math.max(1, Math.ceil(length / charactersOfOne)), mostOfOne, messagesPerMinute);
}
