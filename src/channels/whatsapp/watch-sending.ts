import { ChannelError, type Clock, type Log } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";
import type { WhatsAppState } from "./supervise.ts";

/** Notices when WhatsApp says that it is ready, and takes no message. */
export interface SendingWatch {
  /** Watches over one sending to this chat, and settles as it does. */
  during(chat: string, sending: Promise<void>): Promise<void>;
  /** The state that follows: not ready from the alarm until the first message that is sent. */
  judge(state: WhatsAppState): WhatsAppState;
}

interface SendingWatchOptions {
  /** Whether there is a client to send with: without one, no sending tells anything. */
  readonly isReady: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** One chat may be at fault by itself; so many different ones in a row are not. */
const chatsInARow = 3;
const sentence =
  "WhatsApp takes no messages: sending failed in several chats in a row; look for a newer version of whatsapp-web.js";

/** Returns a watch that takes sending for working. */
export function watchSending({ isReady, clock, log }: SendingWatchOptions): SendingWatch {
  const failing = new Set<string>();
  let brokenSince: Instant | undefined;

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
    log.error({ channel: "whatsapp", count: failing.size }, sentence);
  }

  return {
    async during(chat, sending) {
      try {
        await sending;
      } catch (error) {
        const isOurs = !(error instanceof ChannelError) || error.problem.reason !== "unavailable";
        if (!isOurs && isReady()) onFailed(chat);
        throw error;
      }
      onSent();
    },
    judge(state) {
      if (brokenSince === undefined || !state.ready) return state;
      return { ...state, ready: false, since: brokenSince, lastError: sentence };
    },
  };
}
