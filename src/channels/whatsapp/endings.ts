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
export const forOperator: ReadonlySet<Ending> = new Set([
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
