import type { ConversationId } from "./ports.ts";

/** Knows on which channels nothing gets through. */
export interface Outages {
  /** A message to this conversation could not be sent, and is tried again. */
  failed(channel: string, id: ConversationId): void;
  /** The channel has taken a message. */
  passed(channel: string): void;
  /** Nothing to this conversation is tried any more. */
  ended(id: ConversationId): void;
  /** Whether so many conversations in a row have failed that one more would only wait with them. */
  isOut(channel: string): boolean;
}

/** As many as a second's reminders: few enough to be soon made up for. */
const mostInARow = 28;

/** Builds the knowledge. Those that failed are tried again by themselves: the first that passes ends the outage. */
export function createOutages(): Outages {
  const failed = new Map<string, Set<ConversationId>>();
  return {
    failed(channel, id) {
      const inARow = failed.get(channel) ?? new Set();
      failed.set(channel, inARow.add(id));
    },
    passed: (channel) => void failed.delete(channel),
    ended(id) {
      for (const inARow of failed.values()) inARow.delete(id);
    },
    isOut: (channel) => (failed.get(channel)?.size ?? 0) >= mostInARow,
  };
}
