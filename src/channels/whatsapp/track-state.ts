import { ChannelError, type ChannelState, type Clock, type Log } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";

/** Why a client is of no use any more, in words for the operator. */
export const endings = {
  "browser-ended": "the browser has ended by itself; it is started again",
  "page-crashed": "its page has crashed; it is started again",
  "not-starting": "the browser does not start, or cannot reach WhatsApp",
  silent: "WhatsApp Web gives no sign of life; it may have changed",
  "never-ready":
    "linked, but WhatsApp Web does not get ready: it may have changed, look for a newer version of whatsapp-web.js",
  unresponsive: "WhatsApp Web does not answer any more; it is started again",
  "not-scanned": "nobody has used the code to link a phone; a fresh one is asked for",
  "logged-out": "the phone has unlinked this bot: link it again with the code that is shown",
  "taken-over": "another browser uses this session: two bots must not share one session folder",
  refused:
    "WhatsApp refuses the account or the version: look at the phone, and for a newer version of whatsapp-web.js",
  stopped: "stopped",
} as const;
export type Ending = keyof typeof endings;

/** What only the operator can mend. */
const forOperator: ReadonlySet<Ending> = new Set([
  "not-starting",
  "silent",
  "never-ready",
  "logged-out",
  "taken-over",
  "refused",
]);

/** What took the session over would only be fought with. */
export const shortestPauseMs: Partial<Record<Ending, number>> = { "taken-over": 30_000, refused: 60_000 };

/** By the state with which the library tells of its end. */
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

/** How things stand with WhatsApp. What it tells holds nothing of people. */
interface WhatsAppState extends ChannelState {
  /** Whether the phone has linked us, as far as we know. */
  readonly linked: boolean;
}

/** Knows how things stand, and tells the operator what only they can mend. */
export type StateTracker = ReturnType<typeof trackState>;

const hour = 3_600_000;
/** One chat may be at fault by itself; so many different ones in a row are not. */
const chatsInARow = 3;
const takesNothing =
  "WhatsApp takes no messages: sending failed in several chats in a row; look for a newer version of whatsapp-web.js";

export function trackState({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
  const told = new Map<Ending, Instant>();
  const failing = new Set<string>();
  let brokenSince: Instant | undefined;
  let state: WhatsAppState = {
    linked: false,
    ready: false,
    since: clock.now(),
    trouble: "stopped",
  };

  /** Ready if nothing is wrong. */
  function become(linked: boolean, trouble?: string): void {
    const ready = trouble === undefined;
    const since = ready === state.ready && linked === state.linked ? state.since : clock.now();
    state = { linked, ready, since, trouble };
  }

  function onSent(): void {
    failing.clear();
    if (brokenSince === undefined) return;
    brokenSince = undefined;
    log.info({ channel: "whatsapp" }, "WhatsApp takes messages again");
  }

  function onFailed(chat: string): void {
    failing.add(chat);
    if (brokenSince !== undefined || failing.size < chatsInARow) return;
    brokenSince = clock.now();
    log.error({ channel: "whatsapp", count: failing.size }, takesNothing);
  }

  return {
    /** Not ready also from sendings that fail in several chats until the first one that does not. */
    state(): WhatsAppState {
      if (brokenSince === undefined || !state.ready) return state;
      return { ...state, ready: false, since: brokenSince, trouble: "takes-nothing" };
    },
    linked(): void {
      if (!state.linked) become(true, state.trouble);
    },
    ready(): void {
      if (!state.ready) log.info({ channel: "whatsapp" }, "WhatsApp is ready");
      become(true);
    },
    unready(linked: boolean, trouble: string): void {
      become(linked, trouble);
    },
    /** What only the operator can mend is told once an hour for each reason. */
    ended(reason: Ending): void {
      become(state.linked && reason !== "logged-out", reason);
      const isTold = clock.now() - (told.get(reason) ?? Number.NEGATIVE_INFINITY) < hour;
      if (!forOperator.has(reason) || isTold) return;
      told.set(reason, clock.now());
      log.error({ channel: "whatsapp", reason }, `WhatsApp: ${endings[reason]}`);
    },
    /** Watches over one sending to this chat, and settles as it does. */
    async duringSend(chat: string, sending: Promise<void>): Promise<void> {
      try {
        await sending;
      } catch (error) {
        const isOurs = !(error instanceof ChannelError) || error.problem.reason !== "unavailable";
        if (!isOurs && state.ready) onFailed(chat);
        throw error;
      }
      onSent();
    },
  };
}
