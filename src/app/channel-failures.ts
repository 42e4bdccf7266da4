import type { Instant } from "../conversation/vocabulary.ts";
import {
  type ChannelError,
  type ConversationId,
  channelNameOf,
  type Inbox,
  type OutboxRow,
  type Outside,
} from "../ports.ts";
import { memoized } from "../support/memoized.ts";
import { type Backoff, backoffMs } from "../support/retry.ts";

/** What is remembered of failed sendings: Retry-After per chat, and a circuit breaker per channel. */
export type ChannelFailures = ReturnType<typeof createChannelFailures>;

/** The failures of one channel; "in a row": with no message taken in between. */
interface Failures {
  readonly waits: Map<ConversationId, Instant>;
  readonly refusedInARow: Set<ConversationId>;
  readonly failedInARow: Set<ConversationId>;
}

/** The circuit breaker opens at so many failed conversations: a second's reminders, soon made up for. */
const threshold = 28;

/**
 * Returns an empty memory of failures. If a refusal does not say whether it concerns the chat or the
 * whole bot, two chats refused in a row pause their whole channel.
 */
export function createChannelFailures() {
  const all: Failures[] = [];
  const failuresOf = memoized((_channel: string) => {
    const failures: Failures = { waits: new Map(), refusedInARow: new Set(), failedInARow: new Set() };
    all.push(failures);
    return failures;
  });

  return {
    /** The channel has asked to send nothing to this chat until `until`. */
    refused(id: ConversationId, until: Instant, concerns?: "chat"): void {
      const { waits, refusedInARow } = failuresOf(channelNameOf(id));
      waits.set(id, until);
      if (concerns !== "chat") refusedInARow.add(id);
    },
    /** A message to this conversation could not be sent, and is tried again. */
    failed(id: ConversationId): void {
      failuresOf(channelNameOf(id)).failedInARow.add(id);
    },
    /**
     * The channel has taken a message: its circuit breaker closes, and earlier refusals concerned their
     * chats alone.
     */
    succeeded(channel: string): void {
      const { refusedInARow, failedInARow } = failuresOf(channel);
      refusedInARow.clear();
      failedInARow.clear();
    },
    /** The delivery to this conversation has ended: it no longer counts as failed. */
    ended(id: ConversationId): void {
      failuresOf(channelNameOf(id)).failedInARow.delete(id);
    },
    /** How long to wait, in milliseconds, before anything is sent to this chat. */
    wait(id: ConversationId, now: Instant): number {
      const failures = failuresOf(channelNameOf(id));
      forgetPast(failures, now);
      const { waits, refusedInARow } = failures;
      const held = refusedInARow.size < 2 ? [id] : [id, ...refusedInARow];
      return Math.max(...held.map((chat) => waits.get(chat) ?? now)) - now;
    },
    /** Forgets the refusals whose wait is over. */
    forgetPast(now: Instant): void {
      for (const failures of all) forgetPast(failures, now);
    },
    /**
     * Whether the circuit breaker is open: so many conversations have failed in a row that another message
     * would only wait with them.
     */
    isOpen: (channel: string) => failuresOf(channel).failedInARow.size >= threshold,
  };
}

function forgetPast({ waits, refusedInARow }: Failures, now: Instant): void {
  for (const [chat, until] of waits) {
    if (until > now) continue;
    waits.delete(chat);
    refusedInARow.delete(chat);
  }
}

/** How long to wait before the next attempt; `untilWoken`: a wake signal ends the wait early. */
export interface Pause {
  readonly ms: number;
  readonly untilWoken: boolean;
}

/**
 * The outcome of a delivery: the row is off the outbox, is left to others or for later, or is retried
 * after a pause.
 */
export type Outcome = "off" | "nobody-there" | "until-here" | Pause;

/** A message that the channel did not take. */
interface Failure {
  readonly error: ChannelError;
  readonly row: OutboxRow;
  /** The number of this attempt, from 1. */
  readonly attempt: number;
  /** When this attempt began. */
  readonly tried: Instant;
  readonly giveUp: () => Promise<Outcome>;
  /** Holds all that is proactive in its chat. */
  readonly hold: () => Promise<Outcome>;
}

interface RecoveryDependencies extends Pick<Outside, "clock" | "log" | "random"> {
  /** Called if the person is gone or has moved. */
  readonly inbox: () => Pick<Inbox, "gone" | "moved">;
  readonly failures: ChannelFailures;
}

/** The backoff after a failure of a channel, or of the store. */
export const backoff: Backoff = { firstMs: 1_000, longestMs: 60_000 };

/** An answer interrupts the wait of a reminder; an answer itself waits exactly as told. */
export function pauseFor(ms: number, { kind }: OutboxRow): Pause {
  return { ms, untilWoken: kind !== "answer" };
}

/** Handles a ChannelError by its reason: notes Retry-After, backs off, gives up, or tells the inbox. */
export async function recover(
  { error, row, attempt, tried, giveUp, hold }: Failure,
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
      return { ms: backoffMs(attempt, backoff, random), untilWoken: true };
    case "away":
      return "until-here";
    case "held":
      if (row.kind === "answer") return await giveUp();
      log.warn(
        { error, kind: row.kind },
        "a message that nobody has just asked for is held, and tried again later",
      );
      return await hold();
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
