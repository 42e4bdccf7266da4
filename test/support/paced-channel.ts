import type { Channel, ConversationId, OutboxRow, OutgoingMessage, Pace } from "../../src/app/ports.ts";

/** What a channel was given to send. */
export interface Sending {
  readonly id: ConversationId;
  readonly text: string;
  readonly kind: OutboxRow["kind"] | undefined;
  readonly sendingId: string | undefined;
}

/** A channel named "test" that notes what it is given; `onSend` may refuse it, by throwing. */
export function createPacedChannel(
  options: { readonly pace?: Pace; readonly onSend?: (sending: Sending) => Promise<void> | void } = {},
) {
  const { pace, onSend } = options;
  const sent: Sending[] = [];
  const tried: Sending[] = [];
  const channel: Channel = {
    name: "test",
    ...(pace && { pace }),
    start: async () => {},
    stop: async () => {},
    async send(id, message, kind, sendingId) {
      const sending = { id, text: textOf(message), kind, sendingId };
      tried.push(sending);
      await onSend?.(sending);
      sent.push(sending);
    },
  };
  return { channel, sent, tried, texts: () => sent.map(({ text }) => text) };
}

function textOf({ text }: OutgoingMessage): string {
  return text.map((span) => span.text).join("");
}

/** A pace with room for so many, that is used up until it is filled again. */
export function createFixedPace(perHour: number, room = perHour): Pace & { fill(room: number): void } {
  let left = room;
  return {
    perHour,
    room: () => Math.max(0, left),
    take(count) {
      left -= count;
    },
    fill(room) {
      left = room;
    },
  };
}
