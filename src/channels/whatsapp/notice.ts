import type { Clock, Log } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";
import type { EndReason } from "./session.ts";

const hour = 3_600_000;

const sentences: Readonly<Record<EndReason, string>> = {
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
};
/** What only the operator can mend. */
const forOperator: ReadonlySet<EndReason> = new Set([
  "not-starting",
  "silent",
  "never-ready",
  "logged-out",
  "taken-over",
  "refused",
]);

/** Tells the operator what only they can mend, once an hour for each reason. */
export interface Notice {
  /** Returns the sentence, whether it was told or not. */
  tell(reason: EndReason): string;
}

export function createNotice(clock: Clock, log: Log): Notice {
  const told = new Map<EndReason, Instant>();
  return {
    tell(reason) {
      const sentence = sentences[reason];
      const now = clock.now();
      const isTold = now - (told.get(reason) ?? Number.NEGATIVE_INFINITY) < hour;
      if (forOperator.has(reason) && !isTold) {
        told.set(reason, now);
        log.error({ channel: "whatsapp", reason }, `WhatsApp: ${sentence}`);
      }
      return sentence;
    },
  };
}
