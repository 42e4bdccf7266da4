import { type Api, GrammyError } from "grammy";
import type { Update } from "grammy/types";
import type { Log, Meter } from "../../app/ports.ts";
import { retry } from "../../concurrency/retry.ts";
import { sleep } from "../../concurrency/sleep.ts";
import { delayAfter, describeTelegramError } from "./errors.ts";
import { allowedUpdates } from "./read.ts";
import { grammySignal } from "./transport.ts";
import { createUpdateWindow, type UpdateWindow } from "./update-window.ts";

interface PollOptions {
  readonly api: Api;
  /** Resolves when the update is committed. An update that it rejects is fetched again. */
  readonly handleUpdate: (update: Update) => Promise<void>;
  readonly log: Log;
  readonly meter: Pick<Meter, "erred">;
  /** Called after every poll: without a problem if Telegram answered. */
  readonly onContact: (problem?: string) => void;
  /** Ends the polling. */
  readonly signal: AbortSignal;
  /** How long Telegram holds a poll back while there is nothing new. */
  readonly holdSeconds: number;
  /** How long one slow update may keep the next ones waiting. */
  readonly patienceMs: number;
  /** The longest wait before updates that could not be committed are fetched again. */
  readonly retryMs: number;
}

/** Telegram's maximum for one poll. */
const batch = 100;
const lastPollMs = 1_500;

/**
 * Long polling until the signal is raised; never rejects. Telegram forgets an update once it is polled with a higher offset: the
 * offset rises only after the commit. Resolves when all that was fetched is committed.
 */
export async function poll(options: PollOptions): Promise<void> {
  const window = createUpdateWindow(options);
  const contact = createContact(options);
  while (!options.signal.aborted)
    await retry(() => pollOnce(options, window, contact), contact.failed, options.signal);
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
  // Short, since everyone else waits too.
  if (failures > 0) await sleep(Math.min(retryMs, delayAfter(undefined, failures)), signal);
}

type Contact = ReturnType<typeof createContact>;

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
      const problem = explain(error);
      onContact(problem);
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

function explain(error: unknown): string {
  if (!(error instanceof GrammyError)) return describeTelegramError(error);
  if (error.error_code === 401) return "TELEGRAM_BOT_TOKEN: Telegram does not know this token any more";
  if (error.error_code !== 409) return describeTelegramError(error);
  return /webhook/i.test(error.description)
    ? "a webhook has been set for this bot: another process receives its messages; stop it, then restart this one"
    : "another process polls with the same token: stop one of the two";
}
