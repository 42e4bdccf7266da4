import { type Api, GrammyError } from "grammy";
import type { Update } from "grammy/types";
import type { Meter, Outside } from "../../ports.ts";
import { retry } from "../../support/retry.ts";
import { sleep, systemTimers, withTimeout } from "../../support/timers.ts";
import { delayAfter, describeTelegramError } from "./errors.ts";
import { allowedUpdates } from "./read.ts";
import { grammySignal } from "./transport.ts";

/** The channel's timeouts; tests shorten them. */
export const usualTiming = {
  /** How long Telegram waits for an update before it answers a poll. */
  holdSeconds: 30,
  /** How long after `holdSeconds` a poll without an answer is given up and repeated. */
  graceSeconds: 15,
  /** The timeout of all other calls. */
  callSeconds: 30,
  /** How long one slow update may delay the next poll. */
  patienceMs: 5_000,
  /** The longest wait before updates that could not be committed are fetched again. */
  retryMs: 2_000,
};

export interface PollOptions extends Readonly<typeof usualTiming>, Pick<Outside, "log"> {
  readonly api: Api;
  /** Counts the polls that fail. */
  readonly meter: Pick<Meter, "erred">;
  /** Resolves when the update is committed. An update that it rejects is fetched again. */
  readonly handleUpdate: (update: Update) => Promise<void>;
  /** Called after every poll: without a trouble if Telegram answered. */
  readonly onContact: (trouble?: string) => void;
  readonly signal: AbortSignal;
}

/** Telegram's maximum for one poll. */
const batch = 100;
const lastPollMs = 1_500;

/**
 * Polls until the signal is aborted; never rejects. Telegram forgets an update once it is polled
 * with a higher offset, so the offset rises only after the commit. Resolves when every fetched
 * update is committed.
 */
export async function poll(options: PollOptions): Promise<void> {
  const window = createUpdateWindow(options);
  const contact = createContact(options);
  while (!options.signal.aborted)
    await retry(systemTimers, () => pollOnce(options, window, contact), contact.failed, options.signal);
  await window.finish();
  await confirm(options.api, window.offset());
}

async function pollOnce(options: PollOptions, window: UpdateWindow, contact: Contact): Promise<void> {
  const { api, signal, holdSeconds, retryMs } = options;
  const offset = window.offset();
  const request = {
    limit: batch,
    // After a failure Telegram is asked to answer at once, which shows early that it is reachable again.
    timeout: contact.isLost() ? 0 : holdSeconds,
    allowed_updates: allowedUpdates,
    ...(offset !== undefined && { offset }),
  };
  const updates = await api.getUpdates(request, grammySignal(signal));
  contact.found();
  window.take(updates);
  if (updates.length > 0) await window.settle();
  const failures = window.worstFailures();
  // A short pause, since every other chat waits too.
  if (failures > 0) await sleep(systemTimers, Math.min(retryMs, delayAfter(undefined, failures)), signal);
}

type Contact = ReturnType<typeof createContact>;
type UpdateWindow = ReturnType<typeof createUpdateWindow>;

/** Remembers whether Telegram answers, and logs each problem once. */
function createContact({ log, meter, onContact }: PollOptions) {
  let logged: string | undefined;
  return {
    isLost: () => logged !== undefined,
    found(): void {
      onContact();
      if (logged !== undefined) log.info({}, "Telegram answers again");
      logged = undefined;
    },
    failed: (error: unknown, failures: number): number => {
      const trouble = troubleOf(error);
      const problem = problems[trouble] ?? describeTelegramError(error);
      onContact(trouble);
      meter.erred("polling");
      if (problem !== logged) log.warn({ problem, failures }, "polling Telegram fails; retrying");
      logged = problem;
      return delayAfter(error, failures);
    },
  };
}

/** Tells Telegram what is committed, so that the next start does not fetch it again. */
async function confirm(api: Api, offset: number | undefined): Promise<void> {
  if (offset === undefined) return;
  const limit = grammySignal(AbortSignal.timeout(lastPollMs));
  // If this fails the updates come again, and are deduplicated by their ids.
  await api.getUpdates({ offset, limit: 1, timeout: 0 }, limit).catch(() => undefined);
}

function troubleOf(error: unknown): string {
  if (!(error instanceof GrammyError)) return "unreachable";
  if (error.error_code === 401) return "unknown-token";
  if (error.error_code !== 409) return "unreachable";
  return /webhook/i.test(error.description) ? "webhook-elsewhere" : "polled-elsewhere";
}

/** Log messages for what only the operator can fix. */
const problems: Readonly<Record<string, string>> = {
  "unknown-token": "TELEGRAM_BOT_TOKEN: Telegram does not know this token any more",
  "webhook-elsewhere":
    "a webhook has been set for this bot: another process receives its messages; stop it, then restart this one",
  "polled-elsewhere": "another process polls with the same token: stop one of the two",
};

interface Entry {
  state: "in-flight" | "committed" | "failed";
  failures: number;
  /**
   * Failures with a commit of another update since this one's previous failure: the store works, so
   * this update is poison.
   */
  poisonFailures: number;
  commitsSeen: number;
  handled: Promise<void>;
}

/** A poison update is given up after this many failures: it would block all updates after it. */
const maxPoisonFailures = 8;

/**
 * Builds the window of updates that were fetched and that Telegram has not been told to forget. It
 * keeps each in Telegram's order from the fetch until all before it are committed.
 */
function createUpdateWindow({ handleUpdate, log, patienceMs }: PollOptions) {
  const entries = new Map<number, Entry>();
  /**
   * Undefined if everything is confirmed: after a week without updates Telegram may restart with lower
   * ids.
   */
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
      log.error({ error }, "an update could not be committed");
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
    const update = updates.findLast(({ update_id }) => entries.get(update_id)?.state === "committed");
    const entry = update && entries.get(update.update_id);
    if (entry) entry.handled = handle(update, entry);
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
  /** How often the update with the most failures has failed; 0 if none has. */
  const worstFailures = () =>
    Math.max(0, ...[...entries.values()].map(({ state, failures }) => (state === "failed" ? failures : 0)));

  return {
    /** Handles new updates, and retries failed ones. */
    take(updates: readonly Update[]): void {
      // An empty answer means that Telegram has dropped everything below the offset of the request.
      if (updates.length === 0 && entries.size === 0) next = undefined;
      const hasFailures = worstFailures() > 0;
      const known = entries.size;
      for (const update of updates) takeOne(update);
      // If nothing new came, handles a committed update again, which is idempotent: it shows whether the
      // store works.
      if (hasFailures && entries.size === known) repeatCommitted(updates);
    },
    /** Resolves when no update is in flight, or after `patienceMs`. */
    async settle(): Promise<void> {
      await withTimeout(systemTimers, patienceMs, allHandled()).catch(() => undefined);
      advance();
    },
    /** Resolves when no update is in flight. */
    async finish(): Promise<void> {
      await allHandled();
      advance();
    },
    /** The next poll's offset: Telegram forgets all updates below it. Undefined if none is left to confirm. */
    offset: () => next,
    worstFailures,
  };
}
