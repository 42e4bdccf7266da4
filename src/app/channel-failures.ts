import type { Instant } from "../conversation/vocabulary.ts";
import { type ConversationId, channelNameOf } from "./ports.ts";

/** What is remembered of failed sendings: Retry-After per chat, and a circuit breaker per channel. */
export interface ChannelFailures {
  /** The channel told to send nothing to this chat before then. */
  refused(id: ConversationId, until: Instant): void;
  /** A message to this conversation could not be sent, and is tried again. */
  failed(id: ConversationId): void;
  /** The channel has taken a message: its circuit breaker closes, and what it refused before concerned the chats alone. */
  succeeded(channel: string): void;
  /** Nothing to this conversation is tried any more. */
  ended(id: ConversationId): void;
  /** How long to wait, in milliseconds, before anything is sent to this chat. */
  wait(id: ConversationId, now: Instant): number;
  /** Whether so many conversations have failed in a row that another message would only wait with them. */
  isOpen(channel: string): boolean;
}

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
export function createChannelFailures(): ChannelFailures {
  const channels = new Map<string, Failures>();

  function of(channel: string): Failures {
    const known = channels.get(channel);
    if (known !== undefined) return known;
    const none = { waits: new Map(), refusedInARow: new Set(), failedInARow: new Set() } satisfies Failures;
    channels.set(channel, none);
    return none;
  }

  return {
    refused(id, until) {
      const { waits, refusedInARow } = of(channelNameOf(id));
      waits.set(id, until);
      refusedInARow.add(id);
    },
    failed: (id) => void of(channelNameOf(id)).failedInARow.add(id),
    succeeded(channel) {
      const { refusedInARow, failedInARow } = of(channel);
      refusedInARow.clear();
      failedInARow.clear();
    },
    ended: (id) => void of(channelNameOf(id)).failedInARow.delete(id),
    wait(id, now) {
      const { waits, refusedInARow } = of(channelNameOf(id));
      for (const [chat, until] of waits) if (until <= now && waits.delete(chat)) refusedInARow.delete(chat);
      const held = refusedInARow.size < 2 ? [id] : [id, ...refusedInARow];
      return Math.max(...held.map((chat) => waits.get(chat) ?? now)) - now;
    },
    isOpen: (channel) => of(channel).failedInARow.size >= threshold,
  };
}
