import { LRUCache } from "lru-cache";
import type { Clock, ConversationId } from "../../app/ports.ts";

/** A conversation on its way from one page to another, with the lines that are shown of it. */
interface Handover {
  readonly from: ConversationId;
  readonly lines: readonly unknown[];
  readonly until: number;
}

const goodForMs = 120_000;
/** Of at most 64 kB each. */
const most = 200;

/** Returns the conversations on their way, by the one-time key of each. They are never stored. */
export function createHandovers(clock: Clock) {
  const waiting = new LRUCache<string, Handover>({ max: most });
  return {
    put(key: string, from: ConversationId, lines: readonly unknown[]): void {
      waiting.set(key, { from, lines, until: clock.now() + goodForMs });
    },
    /** What was put there with this key; nothing the second time, or too late. */
    take(key: string): Handover | undefined {
      const found = waiting.get(key);
      waiting.delete(key);
      return found !== undefined && clock.now() < found.until ? found : undefined;
    },
  };
}
