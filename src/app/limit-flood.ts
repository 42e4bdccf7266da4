import { LRUCache } from "lru-cache";
import { perMinute, TokenBuckets } from "../concurrency/token-bucket.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import type { ConversationId } from "./ports.ts";

/** What is done with one more message of a person: answered, or, as there are too many, told once or left alone. */
export type FloodJudgement = "fine" | "first-too-many" | "too-many";

const mostWriters = 50_000;
/** Whoever is forgotten is only told once more. */
const mostTold = 1_000;

/**
 * Returns a judge of how fast each person writes: so many messages a minute, and as many at once after a quiet minute. A person who
 * writes more is told once, until they have slowed down.
 */
export function createFloodLimit(
  messagesPerMinute: number,
): (id: ConversationId, now: Instant) => FloodJudgement {
  const buckets = new TokenBuckets<ConversationId>(perMinute(messagesPerMinute), mostWriters);
  const told = new LRUCache<ConversationId, true>({ max: mostTold });

  return (id, now) => {
    const bucket = buckets.of(id, now);
    const left = bucket.tokens(now);
    if (bucket.take(now) === 0) {
      if (left >= messagesPerMinute / 2) told.delete(id);
      return "fine";
    }
    if (told.has(id)) return "too-many";
    told.set(id, true);
    return "first-too-many";
  };
}
