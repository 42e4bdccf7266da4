import { sleep } from "../concurrency/sleep.ts";
import { createUsageCount, type UsageCount } from "./count-usage.ts";
import type { World } from "./gather-facts.ts";
import type { Usage } from "./operator-report.ts";
import type { Clock, ConversationId, Log, Store } from "./ports.ts";

/** Usage statistics, some minutes late. */
export interface UsageStatistics {
  /** The newest complete count, undefined before the first; starts another one if it is old. */
  latest(): Usage | undefined;
  /** Ends the count in hand; resolves when the store is left alone. */
  stop(): Promise<void>;
}

interface UsageDependencies {
  readonly store: Pick<Store, "conversations">;
  readonly world: Pick<World, "campaigns">;
  readonly clock: Clock;
  readonly log: Log;
}

const freshMs = 5 * 60_000;
/** So many people are read at once; then everyone who writes has their turn. */
const slice = 500;
const restMs = 20;

/** Returns usage statistics that are counted in slices, so that no message waits for them. */
export function createUsageStatistics({ store, world, clock, log }: UsageDependencies): UsageStatistics {
  let usage: Usage | undefined;
  let begunAt = Number.NEGATIVE_INFINITY;
  let isStopping = false;
  let counting: Promise<void> | undefined;

  async function count(): Promise<void> {
    const people = createUsageCount(world.campaigns);
    let after: ConversationId | undefined | "end";
    while (after !== "end" && !isStopping) after = await countSlice(after, people);
    if (!isStopping) usage = { at: clock.now(), ...people.result() };
  }

  /** Returns the last one of the slice, or "end". */
  async function countSlice(
    after: ConversationId | undefined,
    people: UsageCount,
  ): Promise<ConversationId | "end"> {
    const found = await store.conversations(after, slice);
    for (const { person } of found) people.add(person);
    const last = found.at(-1)?.id;
    if (last === undefined || found.length < slice) return "end";
    await sleep(restMs);
    return last;
  }

  return {
    latest() {
      const isDue = clock.now() - begunAt >= freshMs;
      if (counting === undefined && isDue && !isStopping) {
        begunAt = clock.now();
        counting = count()
          .catch((error: unknown) => log.warn({ error }, "people could not be counted"))
          .then(() => {
            counting = undefined;
          });
      }
      return usage;
    },
    async stop() {
      isStopping = true;
      await counting;
    },
  };
}
