import type { Instant } from "../conversation/vocabulary.ts";
import { ChannelError, type Inbox, type OutboxRow, type Outside, type PushSender } from "../ports.ts";
import { hour } from "../support/durations.ts";

interface PushDependencies extends Pick<Outside, "store" | "clock" | "log" | "meter" | "random"> {
  readonly push: PushSender;
  readonly inbox: Pick<Inbox, "subscribe">;
}

/** How many are pushed at the same time. */
const batch = 100;
const longestPauseMs = hour;

/**
 * Pushes the reminders that no open page has shown: the person sees the notice, and finds the message
 * in the page, for which it stays in the outbox. One that the push service does not take now is
 * retried until its `goodUntil`.
 */
export async function pushReminders(dependencies: PushDependencies): Promise<void> {
  const rows = await dependencies.store.duePushes(dependencies.clock.now(), batch);
  await Promise.all(rows.map((row) => pushOne(row, dependencies)));
}

/** Pushes a reminder, and sets when it is pushed next: never, if it was pushed or cannot be. */
async function pushOne(row: OutboxRow, dependencies: PushDependencies): Promise<void> {
  const next = await attempt(row, dependencies);
  await dependencies.store.transaction((transaction) => transaction.setPushAt(row.id, next));
}

async function attempt(row: OutboxRow, dependencies: PushDependencies): Promise<Instant | undefined> {
  const { store, clock, push, meter } = dependencies;
  const conversation = await store.transaction((transaction) => transaction.load(row.conversationId));
  const to = conversation?.person.push;
  const goodForMs = row.goodUntil - clock.now();
  if (to === undefined || goodForMs <= 0) return undefined;
  const { text, language } = row.message;
  const notice = {
    text: text.map((span) => span.text).join(""),
    language,
    tag: `${row.createdAt}-${row.id}`,
  };
  try {
    await push.send(to, notice, goodForMs);
    meter.sent("push", row.kind, clock.now() - row.createdAt);
    return undefined;
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    meter.failed("push", error.problem.reason);
    return whenPushedNext(error, row, dependencies);
  }
}

async function whenPushedNext(
  error: ChannelError,
  row: OutboxRow,
  { inbox, clock, log, random }: PushDependencies,
): Promise<Instant | undefined> {
  const { problem } = error;
  switch (problem.reason) {
    case "rate-limited":
    case "unavailable": {
      const now = clock.now();
      // Waits as long again as it has waited so far: the delay doubles each time.
      const ownMs = Math.min(now - row.createdAt, longestPauseMs) * (0.5 + random() / 2);
      const askedMs = problem.reason === "rate-limited" ? problem.retryAfterMs : 0;
      log.warn({ error, reason: problem.reason }, "a reminder could not be pushed yet");
      return now + Math.max(ownMs, askedMs);
    }
    case "gone":
      await inbox.subscribe(row.conversationId, undefined);
      return undefined;
    default:
      log.error({ error, reason: problem.reason }, "a push of ours was refused");
      return undefined;
  }
}
