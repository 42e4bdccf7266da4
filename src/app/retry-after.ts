import type { Instant } from "../conversation/vocabulary.ts";
import type { Channel, ConversationId } from "./ports.ts";

/** Remembers Retry-After per chat. */
export interface RetryAfter {
  note(channel: Channel, id: ConversationId, until: Instant): void;
  /** The channel has taken a message: what it refused before concerned the chats alone. */
  passed(channel: Channel): void;
  /** How long to wait, in milliseconds, before anything is sent to this chat. */
  wait(channel: Channel, id: ConversationId, now: Instant): number;
}

/** Of one channel. */
interface Refusals {
  readonly chats: Map<ConversationId, Instant>;
  /** Those that were refused with nothing taken in between. */
  readonly inARow: Set<ConversationId>;
}

/**
 * Returns an empty memory. A refusal does not say whether it means the chat or the bot as a whole: two chats refused in a row pause
 * their whole channel.
 */
export function createRetryAfter(): RetryAfter {
  const refused = new Map<string, Refusals>();

  function refusalsOf({ name }: Channel): Refusals {
    const known = refused.get(name) ?? { chats: new Map(), inARow: new Set() };
    refused.set(name, known);
    return known;
  }

  function forgetPast({ chats, inARow }: Refusals, now: Instant): void {
    for (const [id, until] of chats) if (until <= now && chats.delete(id)) inARow.delete(id);
  }

  return {
    note(channel, id, until) {
      const { chats, inARow } = refusalsOf(channel);
      chats.set(id, until);
      inARow.add(id);
    },
    passed: (channel) => refused.get(channel.name)?.inARow.clear(),
    wait(channel, id, now) {
      const refusals = refusalsOf(channel);
      forgetPast(refusals, now);
      const { chats, inARow } = refusals;
      const own = chats.get(id) ?? now;
      if (inARow.size < 2) return own - now;
      return Math.max(own, ...[...inARow].map((other) => chats.get(other) ?? now)) - now;
    },
  };
}
