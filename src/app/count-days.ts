import { localDay, nameOf } from "../conversation/calendar-day.ts";
import type { Zone } from "../conversation/vocabulary.ts";
import type { Clock, EventCount, Store } from "./ports.ts";

/** Counts what happens, by the day. */
export type DayCounter = ReturnType<typeof createDayCounter>;

/**
 * Returns what counts by the day in the store. What is added waits in memory until it is flushed, so that no step pays for it and no two
 * processes wait for each other's rows: a crash loses what was counted since the last flush.
 */
export function createDayCounter(store: Pick<Store, "transaction">, clock: Clock, zone: Zone) {
  let waiting = new Map<string, EventCount>();

  function add(count: EventCount): void {
    const { channel, campaign, language, what } = count;
    const key = [channel, campaign, language, what].join();
    waiting.set(key, { ...count, count: count.count + (waiting.get(key)?.count ?? 0) });
  }

  return {
    add,
    /** Adds what waits to the day of now. If the store does not take it, it waits on, and the error is thrown. */
    async flush(): Promise<void> {
      if (waiting.size === 0) return;
      // In the same order in every process: else two of them could wait for each other.
      const counts = [...waiting].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
      waiting = new Map();
      const day = nameOf(localDay(clock.now(), zone));
      try {
        await store.transaction((transaction) => transaction.addCounts(day, counts));
      } catch (error) {
        for (const count of counts) add(count);
        throw error;
      }
    },
  };
}
