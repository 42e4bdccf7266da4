import type { Update } from "grammy/types";
import type { Log } from "../../app/ports.ts";
import { withTimeout } from "../../concurrency/with-timeout.ts";
import { logUncommitted } from "./errors.ts";

interface UpdateWindowOptions {
  /** Resolves when the update is committed. */
  readonly handleUpdate: (update: Update) => Promise<void>;
  readonly log: Log;
  /** How long one slow update may keep the next ones waiting. */
  readonly patienceMs: number;
}

/** The updates that were fetched and that Telegram has not been told to forget. */
export interface UpdateWindow {
  /** Handles updates that are new, and again those that have failed. */
  take(updates: readonly Update[]): void;
  /** Resolves when no update is in flight, or after `patienceMs`. */
  settle(): Promise<void>;
  /** Resolves when no update is in flight. */
  finish(): Promise<void>;
  /** The offset of the next poll: Telegram forgets everything below it. Undefined if nothing is left to confirm. */
  offset(): number | undefined;
  /** How often the update with the most failures has failed; 0 if none has. */
  worstFailures(): number;
}

interface Entry {
  state: "in-flight" | "committed" | "failed";
  failures: number;
  /** Failures since the previous one of which another update was committed: the store works, so this update is poison. */
  poisonFailures: number;
  commitsSeen: number;
  handled: Promise<void>;
}

/** A poison update is given up after so many failures: it would block everyone behind it. */
const maxPoisonFailures = 8;

/** Builds the window, which keeps updates in Telegram's order from the fetch until everything before them is committed. */
export function createUpdateWindow({ handleUpdate, log, patienceMs }: UpdateWindowOptions): UpdateWindow {
  const entries = new Map<number, Entry>();
  /** Undefined if everything is confirmed: after a quiet week Telegram may start again with lower ids. */
  let next: number | undefined;
  let commits = 0;

  async function handle(update: Update, entry: Entry): Promise<void> {
    entry.state = "in-flight";
    try {
      await handleUpdate(update);
      entry.state = "committed";
      commits += 1;
    } catch (error) {
      entry.state = "failed";
      entry.failures += 1;
      if (commits > entry.commitsSeen) entry.poisonFailures += 1;
      entry.commitsSeen = commits;
      logUncommitted(error, log);
    }
  }

  function takeOne(update: Update): void {
    const entry = entries.get(update.update_id) ?? {
      state: "failed",
      failures: 0,
      poisonFailures: 0,
      commitsSeen: commits,
      handled: Promise.resolve(),
    };
    entries.set(update.update_id, entry);
    if (entry.state === "failed") entry.handled = handle(update, entry);
  }

  function repeatCommitted(updates: readonly Update[]): void {
    for (const update of updates.toReversed()) {
      const entry = entries.get(update.update_id);
      if (entry?.state !== "committed") continue;
      entry.handled = handle(update, entry);
      return;
    }
  }

  function isOver({ state, failures, poisonFailures }: Entry): boolean {
    if (state !== "failed" || poisonFailures < maxPoisonFailures) return state === "committed";
    log.error({ failures }, "a poison update is given up: it fails while others are committed");
    return true;
  }

  /** Drops updates that are over from the front and moves the offset past them. */
  function advance(): void {
    for (const [id, entry] of entries) {
      if (!isOver(entry)) return;
      entries.delete(id);
      next = id + 1;
    }
  }

  const allHandled = () => Promise.all([...entries.values()].map(({ handled }) => handled));
  const worstFailures = () =>
    Math.max(0, ...[...entries.values()].map(({ state, failures }) => (state === "failed" ? failures : 0)));

  return {
    take(updates) {
      // An empty answer confirms everything below the offset of the request.
      if (updates.length === 0 && entries.size === 0) next = undefined;
      const hasFailures = worstFailures() > 0;
      const known = entries.size;
      for (const update of updates) takeOne(update);
      // If nothing new came, an update that is committed already shows whether the store works: handling it again is idempotent.
      if (hasFailures && entries.size === known) repeatCommitted(updates);
    },
    async settle() {
      await withTimeout(patienceMs, allHandled()).catch(() => undefined);
      advance();
    },
    async finish() {
      await allHandled();
      advance();
    },
    offset: () => next,
    worstFailures,
  };
}
