import type { ConversationId } from "./ports.ts";

/** A circuit breaker per channel: open while a channel takes nothing. */
export interface CircuitBreaker {
  /** A message to this conversation could not be sent, and is tried again. */
  failed(channel: string, id: ConversationId): void;
  /** The channel has taken a message. */
  succeeded(channel: string): void;
  /** Nothing to this conversation is tried any more. */
  ended(id: ConversationId): void;
  /** Whether so many conversations have failed in a row that another message would only wait with them. */
  isOpen(channel: string): boolean;
}

/** As many as a second's reminders: few enough to be soon made up for. */
const threshold = 28;

/** Returns closed circuit breakers. One opens when enough conversations fail in a row, and closes with the first message that is sent. */
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
