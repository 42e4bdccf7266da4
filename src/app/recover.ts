import { type Backoff, backoffMs } from "../concurrency/retry.ts";
import type { ChannelFailures } from "./channel-failures.ts";
import type { DeliveryDependencies } from "./deliver.ts";
import type { ChannelError, OutboxRow } from "./ports.ts";

/** How long to wait before the next attempt; `untilNotified`: or until the wake signal. */
export interface Pause {
  readonly ms: number;
  readonly untilNotified: boolean;
}

/** What became of a message: off the outbox, left to others, or to be tried again after a pause. */
export type Outcome = "off" | "nobody-there" | "until-here" | Pause;

/** A message that the channel did not take. */
interface Failure {
  readonly error: ChannelError;
  readonly row: OutboxRow;
  /** How often it has been tried. */
  readonly attempt: number;
  readonly giveUp: () => Promise<Outcome>;
}

interface RecoveryDependencies extends Pick<DeliveryDependencies, "clock" | "log" | "random" | "inbox"> {
  readonly failures: ChannelFailures;
}

/** After a failure of a channel, or of the store. */
export const backoff: Backoff = { firstMs: 1_000, longestMs: 60_000 };

/** A reminder that has to wait gives way to an answer; an answer waits exactly as told. */
export function pauseFor(ms: number, { kind }: OutboxRow): Pause {
  return { ms, untilNotified: kind !== "answer" };
}

/** Handles a ChannelError by its reason: notes Retry-After, backs off, gives up, or tells the inbox. Returns what became of the message. */
export async function recover(
  { error, row, attempt, giveUp }: Failure,
  { clock, log, random, inbox, failures }: RecoveryDependencies,
): Promise<Outcome> {
  const { channel, problem } = error;
  switch (problem.reason) {
    case "rate-limited":
      failures.refused(row.conversationId, clock.now() + problem.retryAfterMs);
      return pauseFor(0, row);
    case "unavailable":
      failures.failed(row.conversationId);
      log.warn({ error, reason: problem.reason, attempt }, "a message could not be sent yet");
      return { ms: backoffMs(attempt, backoff, random), untilNotified: true };
    case "away":
      return "until-here";
    case "rejected":
      log.error({ error, reason: problem.reason }, "a message of ours was refused");
      return await giveUp();
    case "gone":
      if (row.kind === "announcement") {
        log.error({ channel }, "the community's chat is not open to the bot: let it in, and let it post");
        return await giveUp();
      }
      await inbox().gone(row.conversationId);
      return "nobody-there";
    case "moved":
      if (row.kind === "announcement")
        log.warn({ channel }, "the community's chat has a new id: correct it in the settings");
      await inbox().moved(row.conversationId, problem.to);
      return "nobody-there";
  }
}
