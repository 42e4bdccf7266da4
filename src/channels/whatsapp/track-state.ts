import { ChannelError, type ChannelState, type Clock, type Log } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";
import { type Ending, endings, forOperator } from "./endings.ts";

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
