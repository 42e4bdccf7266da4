import {
  type Channel,
  ChannelError,
  type ConversationId,
  type Inbox,
  type OutboxRow,
  type OutgoingMessage,
  type Pace,
} from "../../src/app/ports.ts";
import type { TokenPace } from "../../src/channels/token-pace.ts";

/** What a channel was given to send. */
export interface Sending {
  readonly id: ConversationId;
  readonly text: string;
  readonly kind: OutboxRow["kind"] | undefined;
  readonly sendingId: string | undefined;
}

/** A channel named "test" that notes what it is given, keeps a pace that gives turns, and may refuse by what `onSend` throws. */
export function createPacedChannel(
  options: {
    readonly pace?: Pace | TokenPace;
    readonly onSend?: (sending: Sending) => Promise<void> | void;
  } = {},
) {
  const { pace, onSend } = options;
  const sent: Sending[] = [];
  const tried: Sending[] = [];
  let inbox: Inbox | undefined;
  const channel: Channel = {
    name: "test",
    ...(pace && { pace }),
    async start(itsInbox) {
      inbox = itsInbox;
    },
    stop: async () => {},
    async send(id, message, kind, sendingId) {
      const sending = { id, text: textOf(message), kind, sendingId };
      if (kind !== "answer" && pace !== undefined && "ask" in pace) waitForTurn(pace, id);
      tried.push(sending);
      await onSend?.(sending);
      sent.push(sending);
    },
  };
  return { channel, sent, tried, texts: () => sent.map(({ text }) => text), inbox: () => inbox };
}

/** As a channel does that keeps its pace where it sends. */
export function waitForTurn(pace: TokenPace, id: ConversationId): void {
  const retryAfterMs = pace.ask(id);
  if (retryAfterMs > 0) throw new ChannelError("test", { reason: "held-back", retryAfterMs }, "held back");
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
