import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { Channel, ChannelState } from "../../ports.ts";
import { InFlight } from "../../support/in-flight.ts";
import { OpenStreams, streamLimits } from "./open-streams.ts";
import { createRoutes, type Destination, type RouteOptions, requestLimits } from "./routes.ts";
import { createSigner } from "./sign-messages.ts";

/** What the chat in the browser needs from the operator and from the rest of the program. */
export interface WebOptions extends RouteOptions {
  readonly limits?: Partial<typeof usualLimits>;
}

/** A chat in the browser; the caller serves its routes. */
export interface WebChannel extends Channel {
  readonly app: Hono;
}

/** The default limits for requests and streams. */
const usualLimits = { ...requestLimits, ...streamLimits };

/**
 * The web channel: the bot's messages go out as server-sent events, and each action of the person
 * comes in as a request.
 */
export function createWebChannel(options: WebOptions): WebChannel {
  const { mode, origin, clock } = options;
  const limits = { ...usualLimits, ...options.limits };
  const to: Destination = {
    inbox: undefined,
    streams: new OpenStreams(limits, clock),
    signer: createSigner(),
    inFlight: new InFlight(),
    refused: { all: 0, address: 0, rate: 0 },
  };
  const { streams, signer, inFlight, refused } = to;
  let since = clock.now();

  /** A full channel is not ready: newcomers are refused, though those already connected are unaffected. */
  function currentState(): ChannelState {
    if (to.inbox === undefined) return { ready: false, since, trouble: "stopped", refused };
    const { areTaken, since: placesSince } = streams.places();
    const trouble = areTaken ? "full" : undefined;
    return { ready: !areTaken, since: Math.max(since, placesSince), trouble, refused };
  }

  return {
    name: "web",
    app: createRoutes(options, limits, to),
    // A send waits until the page confirms it, and a page may be offline for a while: none delays another.
    sendsAtOnce: Infinity,
    // The preview is reachable on this machine only, so its address is no invitation.
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
      const sent = { type: "message", id: sendingId, kind, message } as const;
      return streams.send(id, { ...sent, signature: signer.sign(id, sent) });
    },
  };
}
