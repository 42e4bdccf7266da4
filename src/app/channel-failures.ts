import type { Instant } from "../conversation/vocabulary.ts";
import { type ConversationId, channelNameOf } from "./ports.ts";

/** What is remembered of failed sendings: Retry-After per chat, and a circuit breaker per channel. */
export type ChannelFailures = ReturnType<typeof createChannelFailures>;

/** Of one channel; in a row means with nothing taken in between. */
interface Failures {
  readonly waits: Map<ConversationId, Instant>;
  readonly refusedInARow: Set<ConversationId>;
  readonly failedInARow: Set<ConversationId>;
}

/** As many as a second's reminders: few enough to be soon made up for. */
const threshold = 28;

/**
 * Returns an empty memory. A refusal does not say whether it means the chat or the bot as a whole: two chats refused in a row pause
 * their whole channel.
 */
export function createChannelFailures() {
  const channels = new Map<string, Failures>();

  function of(channel: string): Failures {
    const known = channels.get(channel);
    if (known !== undefined) return known;
    const none = { waits: new Map(), refusedInARow: new Set(), failedInARow: new Set() } satisfies Failures;
    channels.set(channel, none);
    return none;
  }

  return {
    /** The channel told to send nothing to this chat before then. */
    refused(id: ConversationId, until: Instant): void {
      const { waits, refusedInARow } = of(channelNameOf(id));
      waits.set(id, until);
      refusedInARow.add(id);
    },
    /** A message to this conversation could not be sent, and is tried again. */
    failed: (id: ConversationId) => void of(channelNameOf(id)).failedInARow.add(id),
    /** The channel has taken a message: its circuit breaker closes, and what it refused before concerned the chats alone. */
    succeeded(channel: string): void {
      const { refusedInARow, failedInARow } = of(channel);
      refusedInARow.clear();
      failedInARow.clear();
    },
    /** Nothing to this conversation is tried any more. */
    ended: (id: ConversationId) => void of(channelNameOf(id)).failedInARow.delete(id),
    /** How long to wait, in milliseconds, before anything is sent to this chat. */
    wait(id: ConversationId, now: Instant): number {
      const { waits, refusedInARow } = of(channelNameOf(id));
      for (const [chat, until] of waits) if (until <= now && waits.delete(chat)) refusedInARow.delete(chat);
      const held = refusedInARow.size < 2 ? [id] : [id, ...refusedInARow];
      return Math.max(...held.map((chat) => waits.get(chat) ?? now)) - now;
    },
    /** Whether so many conversations have failed in a row that another message would only wait with them. */
    isOpen: (channel: string) => of(channel).failedInARow.size >= threshold,
  };
}
