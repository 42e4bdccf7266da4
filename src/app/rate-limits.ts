import type { Instant } from "../conversation/vocabulary.ts";
import type { Channel, ConversationId } from "./ports.ts";

/** Knows which chats a channel has told us to leave alone, and until when. */
export interface RateLimits {
  note(channel: Channel, id: ConversationId, until: Instant): void;
  /** How long to wait, in milliseconds, before anything is sent to this chat. */
  wait(channel: Channel, id: ConversationId, now: Instant): number;
}

/**
 * Builds the knowledge. A refusal does not say whether it means the chat or all of them: as long as two chats have to wait at the
 * same time, all of their channel do.
 */
export function createRateLimits(): RateLimits {
  const limited = new Map<string, Map<ConversationId, Instant>>();

  function stillLimited(channel: Channel, now: Instant): Map<ConversationId, Instant> {
    const chats = limited.get(channel.name) ?? new Map<ConversationId, Instant>();
    for (const [id, until] of chats) if (until <= now) chats.delete(id);
    return chats;
  }

  return {
    note(channel, id, until) {
      limited.set(channel.name, (limited.get(channel.name) ?? new Map()).set(id, until));
    },
    wait(channel, id, now) {
      const chats = stillLimited(channel, now);
      const until = chats.size > 1 ? Math.max(...chats.values()) : (chats.get(id) ?? now);
      return until - now;
    },
  };
}
