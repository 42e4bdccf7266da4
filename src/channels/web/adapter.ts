import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { Channel, ChannelState, Clock, ConversationId, Log } from "../../app/ports.ts";
import { InFlight } from "../../concurrency/in-flight.ts";
import type { PageFiles } from "./load-page.ts";
import { createOpenStreams, streamLimits } from "./open-streams.ts";
import type { Push } from "./push.ts";
import { createRoutes, type Destination } from "./routes.ts";
import { createSigner } from "./sign-messages.ts";
import type { ToldTime } from "./wire.ts";

/** Moves the clock of the preview. */
interface TimeTravel {
  /** What the clock shows, and when the conversation's next reminder is due. */
  told(id: ConversationId): Promise<ToldTime>;
  /** Sets the clock so far ahead of the real one, and lets the bot do what is due by then. */
  travel(ahead: number): Promise<void>;
}

/** What the chat in the browser needs from the operator and from the rest of the program. */
export interface WebOptions {
  /** What is served, the page first of all. */
  readonly files: PageFiles;
  /** `preview`: for this machine only, and its clock can be moved. */
  readonly mode: { readonly type: "public" } | { readonly type: "preview"; readonly time: TimeTravel };
  /** The public origin, where the operator has named it. */
  readonly origin?: string | undefined;
  /** True if a proxy stands before us and names people's addresses in `x-forwarded-for`. */
  readonly isProxyTrusted?: boolean;
  /** Absent if nothing is pushed. */
  readonly push?: Pick<Push, "accepts"> | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<WebLimits>;
}

/** A chat in the browser; its routes are to be served by someone else. */
export interface WebChannel extends Channel {
  readonly app: Hono;
}

/** Messages of people and new conversations, of one address; and what holds for streams. */
const usualLimits = { messagesPerMinute: 60, newChatsPerHour: 300, ...streamLimits };

/** How much is taken from whom. */
export type WebLimits = typeof usualLimits;

/** The web channel: server-sent events for what the bot says, a request for each thing that the person does. */
export function createWebChannel(options: WebOptions): WebChannel {
  const { mode, origin, clock } = options;
  const limits = { ...usualLimits, ...options.limits };
  const to: Destination = {
    inbox: undefined,
    streams: createOpenStreams(limits, clock),
    signer: createSigner(),
    inFlight: new InFlight(),
    refused: { all: 0, address: 0, rate: 0 },
  };
  const { streams, signer, inFlight, refused } = to;
  let since = clock.now();

  /** A full channel is not ready: whoever comes now cannot be let in, though nothing is wrong for those who are. */
  function currentState(): ChannelState {
    if (to.inbox === undefined) return { ready: false, since, trouble: "stopped", refused };
    const { areTaken, since: placesSince } = streams.places();
    const trouble = areTaken ? "full" : undefined;
    return { ready: !areTaken, since: Math.max(since, placesSince), trouble, refused };
  }

  return {
    name: "web",
    app: createRoutes(options, limits, to),
    // It waits for readers, some of whom are in a tunnel: none of them holds up another.
    sendsAtOnce: Infinity,
    // The preview is for this machine only: its address leads no one there.
    invitation: () =>
      mode.type === "public" ? origin && `${origin}/?start={campaign}-{language}` : undefined,
    state: currentState,
    async start(inbox) {
      to.inbox = inbox;
      since = clock.now();
    },
    async stop() {
      to.inbox = undefined;
      since = clock.now();
      streams.close();
      await inFlight.settled();
    },
    send(id, message, kind = "answer", sendingId = randomUUID()) {
      const told = { type: "message", id: sendingId, kind, message } as const;
      return streams.send(id, { ...told, signature: signer.sign(id, told) });
    },
  };
}
