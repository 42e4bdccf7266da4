import { type Api, GrammyError } from "grammy";
import type { Log, Meter } from "../../app/ports.ts";
import { sleep } from "../../concurrency/sleep.ts";
import { backoffMs } from "./backoff-ms.ts";
import { describeTelegramError, retryAfterMs } from "./errors.ts";
import { grammySignal } from "./grammy-signal.ts";
import { allowedUpdates } from "./read.ts";
import { createTakenUpdates, type TakenUpdates } from "./taken-updates.ts";

interface PollOptions {
  readonly api: Api;
  /** Resolves when the update is committed. An update whose handling rejects is asked for again. */
  readonly receive: (update: unknown) => Promise<void>;
  readonly log: Log;
  readonly meter: Pick<Meter, "erred">;
  /** Told after every call: nothing when Telegram answered, else what is wrong. */
  readonly onContact: (problem?: string) => void;
  /** Ends the polling. */
  readonly signal: AbortSignal;
  /** How long Telegram holds a call back while there is nothing new. */
  readonly holdSeconds: number;
  /** How long one slow update may keep the next ones waiting. */
  readonly patienceMs: number;
  /** The longest wait before updates that could not be committed are asked for again. */
  readonly retryMs: number;
}

/** Telegram's most for one call. */
const batch = 100;
const lastCallMs = 1_500;

/**
 * Receives by long polling until the signal is raised, whatever happens; resolves when all that was taken is
 * committed. Telegram forgets an update when it is asked with a higher offset: that is done only after its commit.
 */
export async function poll(options: PollOptions): Promise<void> {
  const taken = createTakenUpdates(options);
  const contact = createContact(options);
  while (!options.signal.aborted) {
    try {
      await pollOnce(options, taken, contact);
    } catch (error) {
      await contact.failed(error);
    }
  }
  await taken.finish();
  await confirm(options.api, taken.offset());
}

async function pollOnce(options: PollOptions, taken: TakenUpdates, contact: Contact): Promise<void> {
  const { api, signal, holdSeconds, retryMs } = options;
  const offset = taken.offset();
  const call = {
    limit: batch,
    // After trouble Telegram is asked not to hold the call back, so that one knows soon whether it is over.
    timeout: contact.isLost() ? 0 : holdSeconds,
    allowed_updates: allowedUpdates,
    ...(offset !== undefined && { offset }),
  };
  const updates = await api.getUpdates(call, grammySignal(signal));
  contact.found();
  taken.take(updates);
  if (updates.length > 0) await taken.wait();
  const trouble = taken.trouble();
  // Short, since everyone else waits too.
  if (trouble > 0) await sleep(Math.min(retryMs, backoffMs(trouble)), signal);
}

type Contact = ReturnType<typeof createContact>;

/** Knows whether Telegram answers, and tells the operator once for each thing that goes wrong. */
function createContact({ log, meter, onContact, signal }: PollOptions) {
  let failures = 0;
  let told: string | undefined;
  return {
    isLost: () => told !== undefined,
    found(): void {
      onContact();
      if (told !== undefined) log.info({}, "Telegram answers again");
      failures = 0;
      told = undefined;
    },
    async failed(error: unknown): Promise<void> {
      if (signal.aborted) return;
      failures += 1;
      const problem = explain(error);
      onContact(problem);
      meter.erred("polling");
      if (problem !== told) log.warn({ problem, failures }, "polling Telegram fails and is started again");
      told = problem;
      await sleep(retryAfterMs(error) ?? backoffMs(failures), signal);
    },
  };
}

/** Tells Telegram what is committed, so that the next start does not get it again. */
async function confirm(api: Api, offset: number | undefined): Promise<void> {
  if (offset === undefined) return;
  const limit = grammySignal(AbortSignal.timeout(lastCallMs));
  // Without it the updates come again, and are known by their ids.
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
