import type { Instant } from "../../conversation/vocabulary.ts";
import { ChannelError, type ChannelState, type Clock } from "../../ports.ts";
import { hour } from "../../support/durations.ts";
import type { Log } from "../../support/log.ts";
import { trackReadiness } from "../channel-state.ts";

/** Why a client ended, with a log message if only the operator can fix it. */
export const endings = {
  "browser-ended": undefined,
  "page-crashed": undefined,
  "not-starting": "the browser does not start, or cannot reach WhatsApp",
  silent: "WhatsApp Web gives no sign of life; it may have changed",
  "never-ready":
    "linked, but WhatsApp Web does not get ready: it may have changed, look for a newer version of whatsapp-web.js",
  unresponsive: undefined,
  "not-scanned": undefined,
  "logged-out": "the phone has unlinked this bot: link it again with the code that is shown",
  "taken-over": "another browser uses this session: two bots must not share one session folder",
  refused:
    "WhatsApp refuses the account or the version: look at the phone, and for a newer version of whatsapp-web.js",
  stopped: undefined,
} as const;
export type Ending = keyof typeof endings;

/**
 * Longer pauses before a restart: after "taken-over", an early restart would only take the session
 * back.
 */
export const shortestPauseMs: Partial<Record<Ending, number>> = { "taken-over": 30_000, refused: 60_000 };

/** The ending for each state that the library reports with its "disconnected" event. */
export const endingOfState: Partial<Record<string, Ending>> = {
  LOGOUT: "logged-out",
  UNPAIRED: "logged-out",
  UNPAIRED_IDLE: "logged-out",
  CONFLICT: "taken-over",
  DEPRECATED_VERSION: "refused",
  TOS_BLOCK: "refused",
  SMB_TOS_BLOCK: "refused",
  PROXYBLOCK: "refused",
};

/** Tracks whether the channel is ready, and logs what only the operator can fix. */
export type StateTracker = ReturnType<typeof trackState>;

/**
 * One chat may fail for its own reasons; this many different ones in a row mean that WhatsApp takes
 * nothing.
 */
const chatsInARow = 3;
const takesNothing =
  "WhatsApp takes no messages: sending failed in several chats in a row; look for a newer version of whatsapp-web.js";

export function trackState({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
  const reportedAt = new Map<Ending, Instant>();
  const failing = new Set<string>();
  let brokenSince: Instant | undefined;
  const { state, become } = trackReadiness(clock);

  function onSent(): void {
    failing.clear();
    if (brokenSince === undefined) return;
    brokenSince = undefined;
    log.info({}, "WhatsApp takes messages again");
  }

  function onFailed(chat: string): void {
    if (failing.size < chatsInARow) failing.add(chat);
    if (brokenSince !== undefined || failing.size < chatsInARow) return;
    brokenSince = clock.now();
    log.error({ count: failing.size }, takesNothing);
  }

  return {
    /** Also not ready after sends have failed in several chats in a row, until one succeeds. */
    state(): ChannelState {
      if (brokenSince === undefined || !state().ready) return state();
      return { ready: false, since: brokenSince, trouble: "takes-nothing" };
    },
    ready(): void {
      if (!state().ready) log.info({}, "WhatsApp is ready");
      become();
    },
    unready: (trouble: string) => become(trouble),
    /** Logs what only the operator can fix, at most once an hour for each reason. */
    ended(reason: Ending): void {
      become(reason);
      const isTold = clock.now() - (reportedAt.get(reason) ?? Number.NEGATIVE_INFINITY) < hour;
      if (endings[reason] === undefined || isTold) return;
      reportedAt.set(reason, clock.now());
      log.error({ reason }, `WhatsApp: ${endings[reason]}`);
    },
    /** Counts whether this send to the chat succeeds; settles as it does. */
    async duringSend(chat: string, sending: Promise<void>): Promise<void> {
      try {
        await sending;
      } catch (error) {
        const isOurs = !(error instanceof ChannelError) || error.problem.reason !== "unavailable";
        if (!isOurs && state().ready) onFailed(chat);
        throw error;
      }
      onSent();
    },
  };
}
