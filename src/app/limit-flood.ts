import type { Instant } from "../conversation/vocabulary.ts";
import type { ConversationId } from "./ports.ts";

/** What is done with one more message of a person: answered, or, as there are too many, told once or left alone. */
export type FloodJudgement = "fine" | "first-too-many" | "too-many";

interface Writer {
  /** How many more messages are answered at this instant. */
  readonly left: number;
  readonly at: Instant;
  readonly isTold: boolean;
}

/** Writers who have been quiet for so long are forgotten: by then they may write as many as anybody. */
const minute = 60_000;
const mostWriters = 50_000;

/**
 * Builds a judge of how fast each person writes: so many messages a minute, and as many at once after a quiet minute. Whoever
 * writes more is told once, until they have slowed down.
 */
export function createFloodLimit(perMinute: number): (id: ConversationId, now: Instant) => FloodJudgement {
  const writers = new Map<ConversationId, Writer>();

  function forgetQuiet(now: Instant): void {
    for (const [id, { at }] of writers) {
      if (now - at < minute && writers.size <= mostWriters) return;
      writers.delete(id);
    }
  }

  return (id, now) => {
    const known = writers.get(id) ?? { left: perMinute, at: now, isTold: false };
    const { judgement, writer } = judge(known, now, perMinute);
    // Deleted first: the map keeps its order by who wrote last.
    writers.delete(id);
    writers.set(id, writer);
    forgetQuiet(now);
    return judgement;
  };
}

function judge(known: Writer, at: Instant, perMinute: number): { judgement: FloodJudgement; writer: Writer } {
  const left = Math.min(perMinute, known.left + ((at - known.at) * perMinute) / minute);
  if (left < 1)
    return { judgement: known.isTold ? "too-many" : "first-too-many", writer: { left, at, isTold: true } };
  // Told anew only after having slowed down.
  const isTold = known.isTold && left < perMinute / 2;
  return { judgement: "fine", writer: { left: left - 1, at, isTold } };
}
