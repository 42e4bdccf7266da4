import type { Channel, ConversationId, OutboxRow } from "./ports.ts";

/** Keeps back what nobody has asked for, so that it crowds out neither answers nor a chat. */
export interface HeldUnprompted {
  /** How long to wait, in milliseconds, before it is looked again whether this message may be sent; 0 for an answer. */
  wait(channel: Channel, row: OutboxRow): number;
  /** Counts the message as under way until `sending` ends. Resolves or rejects as that does. */
  during(channel: Channel, row: OutboxRow, sending: () => Promise<void>): Promise<void>;
}

const second = 1_000;

/**
 * Builds it: at most `mostAtOnce` unprompted messages are under way on a channel, and on one that keeps a pace a chat that was
 * sent one gets none for a second.
 */
export function createHeldUnprompted(mostAtOnce: number, random: () => number): HeldUnprompted {
  const underWay = new Map<Channel, number>();
  const resting = new Set<ConversationId>();

  function change(channel: Channel, by: number): void {
    underWay.set(channel, (underWay.get(channel) ?? 0) + by);
  }

  function rest(id: ConversationId): void {
    resting.add(id);
    setTimeout(() => resting.delete(id), second).unref();
  }

  async function count(
    channel: Channel,
    { conversationId }: OutboxRow,
    sending: () => Promise<void>,
  ): Promise<void> {
    change(channel, 1);
    try {
      await sending();
      if (channel.pace !== undefined) rest(conversationId);
    } finally {
      change(channel, -1);
    }
  }

  return {
    wait(channel, { kind, conversationId }) {
      if (kind === "answer") return 0;
      if (resting.has(conversationId)) return second;
      return (underWay.get(channel) ?? 0) < mostAtOnce ? 0 : second * (0.5 + random() / 2);
    },
    during: (channel, row, sending) => (row.kind === "answer" ? sending() : count(channel, row, sending)),
  };
}
