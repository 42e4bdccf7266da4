import { type Backoff, backoffMs } from "../concurrency/retry.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import { memoized } from "../memoized.ts";
import {
  type ChannelError,
  type ConversationId,
  channelNameOf,
  type Inbox,
  type OutboxRow,
  type Outside,
} from "./ports.ts";

/** What is remembered of failed sendings: Retry-After per chat, and a circuit breaker per channel. */
export type ChannelFailures = ReturnType<typeof createChannelFailures>;

/** Of one channel; in a row means with nothing taken in between. */
interface Failures {
  readonly waits: Map<ConversationId, Instant>;
  readonly refusedInARow: Set<ConversationId>;
  readonly failedInARow: Set<ConversationId>;
}

/** As many as a second's reminders: few enough to be soon made up for. */
const threshold = 28;

/**
 * Returns an empty memory. Where a refusal does not say whether it means the chat or the bot as a whole, two chats refused in a row
 * pause their whole channel.
 */
export function createChannelFailures() {
  const all: Failures[] = [];
  const of = memoized((_channel: string) => {
    const failures: Failures = { waits: new Map(), refusedInARow: new Set(), failedInARow: new Set() };
    all.push(failures);
    return failures;
  });

  return {
    /** The channel told to send nothing to this chat before then. */
    refused(id: ConversationId, until: Instant, concerns?: "chat"): void {
      const { waits, refusedInARow } = of(channelNameOf(id));
      waits.set(id, until);
      if (concerns !== "chat") refusedInARow.add(id);
    },
    /** A message to this conversation could not be sent, and is tried again. */
    failed: (id: ConversationId) => void of(channelNameOf(id)).failedInARow.add(id),
    /** The channel has taken a message: its circuit breaker closes, and what it refused before concerned the chats alone. */
    succeeded(channel: string): void {
      const { refusedInARow, failedInARow } = of(channel);
      refusedInARow.clear();
      failedInARow.clear();
    },
    /** Nothing to this conversation is tried any more. */
    ended: (id: ConversationId) => void of(channelNameOf(id)).failedInARow.delete(id),
    /** How long to wait, in milliseconds, before anything is sent to this chat. */
    wait(id: ConversationId, now: Instant): number {
      const failures = of(channelNameOf(id));
      forgetPast(failures, now);
      const { waits, refusedInARow } = failures;
      const held = refusedInARow.size < 2 ? [id] : [id, ...refusedInARow];
      return Math.max(...held.map((chat) => waits.get(chat) ?? now)) - now;
    },
    /** Forgets the chats that have waited long enough. */
    forgetPast(now: Instant): void {
      for (const failures of all) forgetPast(failures, now);
    },
    /** Whether so many conversations have failed in a row that another message would only wait with them. */
    isOpen: (channel: string) => of(channel).failedInARow.size >= threshold,
  };
}

function forgetPast({ waits, refusedInARow }: Failures, now: Instant): void {
  for (const [chat, until] of waits) if (until <= now && waits.delete(chat)) refusedInARow.delete(chat);
}

/** How long to wait before the next attempt; `untilNotified`: or until the wake signal. */
export interface Pause {
  readonly ms: number;
  readonly untilNotified: boolean;
}

/** What became of a message: off the outbox, left to others, left for later, or to be tried again after a pause. */
export type Outcome = "off" | "nobody-there" | "until-here" | "held" | Pause;

/** A message that the channel did not take. */
interface Failure {
  readonly error: ChannelError;
  readonly row: OutboxRow;
  /** How often it has been tried. */
  readonly attempt: number;
  /** When it was tried now. */
  readonly tried: Instant;
  readonly giveUp: () => Promise<Outcome>;
}

interface RecoveryDependencies extends Pick<Outside, "clock" | "log" | "random"> {
  readonly inbox: () => Pick<Inbox, "gone" | "moved">;
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
  { error, row, attempt, tried, giveUp }: Failure,
  { clock, log, random, inbox, failures }: RecoveryDependencies,
): Promise<Outcome> {
  const { channel, problem } = error;
  switch (problem.reason) {
    case "rate-limited":
      failures.refused(row.conversationId, clock.now() + problem.retryAfterMs, problem.concerns);
      return pauseFor(0, row);
    case "unavailable":
      failures.failed(row.conversationId);
      log.warn({ error, reason: problem.reason, attempt }, "a message could not be sent yet");
      return { ms: backoffMs(attempt, backoff, random), untilNotified: true };
    case "away":
      return "until-here";
    case "held":
      if (row.kind === "answer") return await giveUp();
      log.warn(
        { error, kind: row.kind },
        "a message that nobody has just asked for is held, and tried again later",
      );
      return { ms: backoffMs(attempt, backoff, random), untilNotified: true };
    case "rejected":
      log.error({ error, reason: problem.reason }, "a message of ours was refused");
      return await giveUp();
    case "gone":
      if (row.kind === "announcement") {
        log.error({ channel }, "the community's chat is not open to the bot: let it in, and let it post");
        return await giveUp();
      }
      await inbox().gone(row.conversationId, tried);
      return "nobody-there";
    case "moved":
      if (row.kind === "announcement")
        log.warn({ channel }, "the community's chat has a new id: correct it in the settings");
      await inbox().moved(row.conversationId, problem.to);
      return "nobody-there";
  }
}
