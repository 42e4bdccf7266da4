import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Clock, ConversationId } from "../../ports.ts";
import type { Signer } from "./sign-messages.ts";

/** A conversation that moves from one page to another, with the lines that the page shows. */
interface Handover {
  readonly from: ConversationId;
  readonly lines: readonly object[];
}

/** A handover has at most 64 kB, and is valid for two minutes. */
const handoverLimits = { max: 200, ttl: 120_000, ttlResolution: 0 };
/** The range of JavaScript's dates, from 1970 on. */
const instant = z.int().min(0).max(8.64e15);
const words = z.string().max(4_096);
const told = z.object({
  type: z.literal("message"),
  id: z.string().max(64),
  kind: z.string(),
  message: z.unknown(),
  signature: z.string(),
});
const line = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("bot"),
    at: instant,
    told,
    chosen: z.string().max(64).optional(),
    ticked: z.literal(true).optional(),
  }),
  z.object({
    type: z.literal("person"),
    id: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
    at: instant,
    words,
    said: z.object({ text: words }).optional().catch(undefined),
  }),
]);

/** The handovers that wait to be claimed, by their one-time key; never stored. */
export function createHandovers(signer: Signer, clock: Clock) {
  const handovers = new LRUCache<string, Handover>({ ...handoverLimits, perf: clock });

  /**
   * Reads a line that another page may show; empty if it is invalid, or a bot line without a valid
   * signature. A person's line needs no signature: whoever would forge it could as well send it. It is
   * shown only, and never posted again.
   */
  function readLine(from: ConversationId, given: unknown): readonly object[] {
    const read = line.safeParse(given).data;
    if (read === undefined) return [];
    if (read.type === "bot") return signer.isOurs(from, read.told) ? [{ ...read, id: read.told.id }] : [];
    return [{ ...read, said: read.said ?? { text: read.words }, fate: "sent" }];
  }

  return {
    /** Lets whoever has the key take over the conversation, with those of its lines that are valid. */
    leave(key: string, from: ConversationId, given: readonly unknown[]): void {
      const lines = given.flatMap((each) => readLine(from, each));
      handovers.set(key, { from, lines: lines.map((each, index) => ({ ...each, order: index + 1 })) });
    },
    /** Returns the handover under the key, once; undefined if there is none any more. */
    claim(key: string): Handover | undefined {
      const handover = handovers.get(key);
      handovers.delete(key);
      return handover;
    },
  };
}
