import type { InboxDependencies } from "../../src/app/inbox-dependencies.ts";
import type {
  Channel,
  ChatPace,
  ConversationId,
  Inbox,
  OutboxRow,
  OutgoingMessage,
  Pace,
  ProactiveLimits,
} from "../../src/app/ports.ts";

/** What a channel was given to send. */
export interface Sending {
  readonly id: ConversationId;
  readonly text: string;
  readonly kind: OutboxRow["kind"] | undefined;
  readonly sendingId: string | undefined;
}

/** A channel named "test" that notes what it is given, declares these limits, and may refuse by what `onSend` throws. */
export function createPacedChannel(
  options: {
    readonly limits?: ProactiveLimits;
    readonly pace?: Pace;
    readonly perChat?: ChatPace;
    readonly onSend?: (sending: Sending) => Promise<void> | void;
  } = {},
) {
  const { limits, pace, perChat, onSend } = options;
  const sent: Sending[] = [];
  const tried: Sending[] = [];
  let inbox: Inbox | undefined;
  const channel: Channel = {
    name: "test",
    ...(limits && { limits }),
    ...(pace && { pace }),
    ...(perChat && { perChat }),
    async start(itsInbox) {
      inbox = itsInbox;
    },
    stop: async () => {},
    async send(id, message, kind, sendingId) {
      const sending = { id, text: textOf(message), kind, sendingId };
      tried.push(sending);
      await onSend?.(sending);
      sent.push(sending);
    },
  };
  return { channel, sent, tried, texts: () => sent.map(({ text }) => text), inbox: () => inbox };
}

function textOf({ text }: OutgoingMessage): string {
  return text.map((span) => span.text).join("");
}

/** A limiter with room for so many, that is used up until it is filled again. */
export function createFixedRoom(): ReturnType<InboxDependencies["limiterOf"]> & {
  fill(room: number): void;
} {
  let left = 0;
  return {
    isOpen: () => true,
    room: () => Math.max(0, left),
    hasRoomSoon: () => true,
    reserve(count) {
      left -= count;
    },
    noteReceived: () => {},
    fill(room) {
      left = room;
    },
  };
}
