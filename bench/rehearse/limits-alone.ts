/** How many messages a second a platform takes at most: Telegram of those that are sent, WhatsApp of those that come in, too. */
export const limits = { telegram: 30, "whatsapp-cloud": 80 } as const;

/** A message that somebody wrote, or that could be sent to somebody from this moment on. */
export interface Wanted {
  readonly at: number;
  readonly kind: "incoming" | "answer" | "reminder";
}

/** When nothing can be sent. */
export interface Pause {
  readonly at: number;
  readonly ended: number;
}

/**
 * Sends everything as soon as a platform's limit lets it through, by a bot that takes no time and fails only in these pauses: answers
 * first. Gives when each message went.
 */
export function sendAtLimit(
  wanted: readonly Wanted[],
  perSecond: number,
  pauses: readonly Pause[] = [],
): ReadonlyMap<Wanted, number> {
  const sent = new Map<Wanted, number>();
  const queues: Record<"answer" | "reminder", Wanted[]> = { answer: [], reminder: [] };
  /** When messages passed in either direction, in order. */
  const passed: number[] = [];
  const nextWaiting = () => queues.answer[0] ?? queues.reminder[0];

  /** When a message can go that waits since this moment. */
  function freeAt(since: number): number {
    const atLimit = (passed.at(-perSecond) ?? Number.NEGATIVE_INFINITY) + 1_000;
    const free = Math.max(since, passed.at(-1) ?? since, atLimit);
    return pauses.find(({ at, ended }) => at <= free && free < ended)?.ended ?? free;
  }

  function sendUntil(moment: number): void {
    for (let message = nextWaiting(); message !== undefined; message = nextWaiting()) {
      const at = freeAt(message.at);
      if (at >= moment) return;
      passed.push(at);
      sent.set(message, at);
      queues[message.kind === "answer" ? "answer" : "reminder"].shift();
    }
  }

  for (const message of wanted.toSorted((one, other) => one.at - other.at)) {
    sendUntil(message.at);
    if (message.kind === "incoming") passed.push(message.at);
    else queues[message.kind].push(message);
  }
  sendUntil(Number.POSITIVE_INFINITY);
  return sent;
}
