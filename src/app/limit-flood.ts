import { LRUCache } from "lru-cache";
import type { Instant } from "../conversation/vocabulary.ts";
import type { ConversationId } from "../ports.ts";
import { perMinute, TokenBuckets } from "../support/token-bucket.ts";

/** What is done with one more message of a person: answered, or, as there are too many, told once or left alone. */
export type FloodJudgement = "fine" | "first-too-many" | "too-many";

const mostWriters = 50_000;
/** Whoever is forgotten is only told once more. */
const mostTold = 1_000;

/** A message counts once for each so many characters, as a longer one takes longer to read; up to as many as are read. */
const charactersOfOne = 100;
const mostOfOne = 10;

/**
 * Returns a judge of how fast each person writes: so many messages a minute, and as many at once after a quiet minute. A long message,
 * of `length` characters, counts as several. A person who writes more is told once, until they have slowed down.
 */
export function createFloodLimit(messagesPerMinute: number) {
  const buckets = new TokenBuckets<ConversationId>(perMinute(messagesPerMinute), mostWriters);
  const told = new LRUCache<ConversationId, true>({ max: mostTold });

  return {
    judge(id: ConversationId, now: Instant, length = 0): FloodJudgement {
      const bucket = buckets.of(id, now);
      const left = bucket.tokens(now);
      if (bucket.take(now, countOf(length, messagesPerMinute)) === 0) {
        if (left >= messagesPerMinute / 2) told.delete(id);
        return "fine";
      }
      if (told.has(id)) return "too-many";
      told.set(id, true);
      return "first-too-many";
    },
    /** Forgets whoever has been quiet for a minute. */
    forgetQuiet(now: Instant): void {
      buckets.forgetFull(now);
      for (const id of [...told.keys()]) if (!buckets.has(id)) told.delete(id);
    },
  };
}

/** As how many messages one of this length counts. Whoever has been quiet for a minute may write one of any length. */
function countOf(length: number, messagesPerMinute: number): number {
  return Math.min(Math.max(1, Math.ceil(length / charactersOfOne)), mostOfOne, messagesPerMinute);
}
