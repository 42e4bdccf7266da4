import type { Log } from "../../app/ports.ts";
import { sleep } from "../../concurrency/sleep.ts";
import { readUpdateId } from "./read.ts";

interface TakenOptions {
  /** Resolves when the update is committed. */
  readonly receive: (update: unknown) => Promise<void>;
  readonly log: Log;
  /** How long one slow update may keep the next ones waiting. */
  readonly patienceMs: number;
}

/** What was taken from Telegram and is not confirmed yet. */
export interface TakenUpdates {
  /** Hands over what is new, and again what has failed. */
  take(updates: readonly unknown[]): void;
  /** Resolves when nothing is in hand any more, or after the patience with a slow one. */
  wait(): Promise<void>;
  /** Resolves when nothing is in hand any more. */
  finish(): Promise<void>;
  /** What to ask Telegram with: it forgets what is below. Absent where everything is confirmed. */
  offset(): number | undefined;
  /** How often the hardest of the failed updates has failed; 0 where none has. */
  trouble(): number;
}

interface Taken {
  state: "in-hand" | "committed" | "failed";
  failures: number;
  /** Failures before which another update was committed: the store works, this update does not. */
  lonely: number;
  commitsSeen: number;
  ended: Promise<void>;
}

/** An update that fails this often, while others go through, is let go: it would hold up everyone behind it. */
const mostFailures = 8;

/** Keeps the updates between their taking and their confirmation, in Telegram's order. */
export function createTakenUpdates({ receive, log, patienceMs }: TakenOptions): TakenUpdates {
  const taken = new Map<number, Taken>();
  /** Absent where everything is confirmed: ids may begin anew, and lower, after a quiet week. */
  let next: number | undefined;
  let commits = 0;

  async function hand(update: unknown, entry: Taken): Promise<void> {
    entry.state = "in-hand";
    try {
      await receive(update);
      entry.state = "committed";
      commits += 1;
    } catch (error) {
      entry.state = "failed";
      entry.failures += 1;
      if (commits > entry.commitsSeen) entry.lonely += 1;
      entry.commitsSeen = commits;
      log.error(
        { error: error instanceof Error ? error.name : "unknown" },
        "an update could not be committed",
      );
    }
  }

  function takeOne(update: unknown): void {
    const id = readUpdateId(update);
    if (id === undefined) return;
    const fresh: Taken = {
      state: "failed",
      failures: 0,
      lonely: 0,
      commitsSeen: commits,
      ended: Promise.resolve(),
    };
    const entry = taken.get(id) ?? fresh;
    taken.set(id, entry);
    if (entry.state === "failed") entry.ended = hand(update, entry);
  }

  function repeatCommitted(updates: readonly unknown[]): void {
    for (const update of updates.toReversed()) {
      const entry = taken.get(readUpdateId(update) ?? -1);
      if (entry?.state !== "committed") continue;
      entry.ended = hand(update, entry);
      return;
    }
  }

  function isOver({ state, failures, lonely }: Taken): boolean {
    if (state !== "failed" || lonely < mostFailures) return state === "committed";
    log.error({ failures }, "an update is given up: it fails and others do not");
    return true;
  }

  /** Drops what is over from the front and moves the offset past it. */
  function advance(): void {
    for (const [id, entry] of taken) {
      if (!isOver(entry)) return;
      taken.delete(id);
      next = id + 1;
    }
  }

  const entries = (state: Taken["state"]) => [...taken.values()].filter((entry) => entry.state === state);
  const allEnded = () => Promise.all(entries("in-hand").map(({ ended }) => ended));
  const trouble = () => Math.max(0, ...entries("failed").map(({ failures }) => failures));

  return {
    take(updates) {
      // An empty answer confirms everything below the offset that was asked with.
      if (updates.length === 0 && taken.size === 0) next = undefined;
      const troubled = trouble() > 0;
      const known = taken.size;
      for (const update of updates) takeOne(update);
      // Without news, one that is committed already shows whether the store works: it knows it by its id.
      if (troubled && taken.size === known) repeatCommitted(updates);
    },
    async wait() {
      const ended = new AbortController();
      void allEnded().then(() => ended.abort());
      await sleep(patienceMs, ended.signal);
      advance();
    },
    async finish() {
      await allEnded();
      advance();
    },
    offset: () => next,
    trouble,
  };
}
