import type { ConversationId } from "./ports.ts";

/** Knows on which channels nothing gets through. */
export interface CircuitBreaker {
  /** A message to this conversation could not be sent, and is tried again. */
  failed(channel: string, id: ConversationId): void;
  /** The channel has taken a message. */
  succeeded(channel: string): void;
  /** Nothing to this conversation is tried any more. */
  ended(id: ConversationId): void;
  /** Whether so many conversations in a row have failed that one more would only wait with them. */
  isOpen(channel: string): boolean;
}

/** As many as a second's reminders: few enough to be soon made up for. */
const threshold = 28;

/** Builds the knowledge. Those that failed are tried again by themselves: the first that passes ends the outage. */
export function createCircuitBreaker(): CircuitBreaker {
  const failed = new Map<string, Set<ConversationId>>();
  return {
    failed(channel, id) {
      const inARow = failed.get(channel) ?? new Set();
      failed.set(channel, inARow.add(id));
    },
    succeeded: (channel) => void failed.delete(channel),
    ended(id) {
      for (const inARow of failed.values()) inARow.delete(id);
    },
    isOpen: (channel) => (failed.get(channel)?.size ?? 0) >= threshold,
  };
}
