import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Clock, ConversationId } from "../../ports.ts";
import type { Signer } from "./sign-messages.ts";

/** A conversation on its way from one page to another, with the lines that are shown of it. */
interface Handover {
  readonly from: ConversationId;
  readonly lines: readonly object[];
}

/** Of at most 64 kB each, and good for two minutes. */
const handoverLimits = { max: 200, ttl: 120_000, ttlResolution: 0 };
/** What JavaScript takes for an instant. */
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

/** The conversations that wait to be claimed, by their one-time key; they are never stored. */
export function createHandovers(signer: Signer, clock: Clock) {
  const handovers = new LRUCache<string, Handover>({ ...handoverLimits, perf: clock });

  /**
   * Reads a line as another page may show it; nothing if it is none, or not the bot's own words. What a person has said needs no signature:
   * whoever would forge it could as well say it. It is never posted again, in whomever's name.
   */
  function readLine(from: ConversationId, given: unknown): readonly object[] {
    const read = line.safeParse(given).data;
    if (read === undefined) return [];
    if (read.type === "bot") return signer.isOurs(from, read.told) ? [{ ...read, id: read.told.id }] : [];
    return [{ ...read, said: read.said ?? { text: read.words }, fate: "sent" }];
  }

  return {
    /** Lets whoever has the key go on with the conversation, and with those of its lines that can be shown. */
    leave(key: string, from: ConversationId, given: readonly unknown[]): void {
      const lines = given.flatMap((each) => readLine(from, each));
      handovers.set(key, { from, lines: lines.map((each, index) => ({ ...each, order: index + 1 })) });
    },
    /** Returns what was left under the key, once; nothing if there is none any more. */
    claim(key: string): Handover | undefined {
      const handover = handovers.get(key);
      handovers.delete(key);
      return handover;
    },
  };
}
