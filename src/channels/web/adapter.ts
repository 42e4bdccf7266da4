import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import { LRUCache } from "lru-cache";
import type { Channel, ChannelState, Clock, ConversationId, Inbox, Log } from "../../app/ports.ts";
import { InFlight } from "../../concurrency/in-flight.ts";
import type { PageFiles } from "./load-page.ts";
import { createOpenStreams, type StreamLimits } from "./open-streams.ts";
import type { Push } from "./push.ts";
import { createRoutes } from "./routes.ts";
import type { ToldTime } from "./wire.ts";

/** Moves the clock of one conversation. */
export interface TimeTravel {
  told(id: ConversationId): Promise<ToldTime>;
  /** Sets the conversation's clock so far ahead of the real one, and lets the bot do what is due by then. */
  travel(id: ConversationId, ahead: number): Promise<void>;
}

/** What the chat in the browser needs from the operator and from the rest of the program. */
export interface WebOptions {
  /** What is served, the page first of all. */
  readonly files: PageFiles;
  /** `preview`: for this machine only, and every conversation's clock can be moved. */
  readonly mode: { readonly type: "public" } | { readonly type: "preview"; readonly time: TimeTravel };
  /** The public origin, where the operator has named it. */
  readonly origin?: string;
  /** True if a proxy stands before us and names people's addresses in `x-forwarded-for`. */
  readonly isProxyTrusted?: boolean;
  /** Absent if nothing is pushed. */
  readonly push?: Pick<Push, "accepts"> | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<WebLimits>;
}

/** How much is taken from whom. */
export interface WebLimits extends StreamLimits {
  /** Messages of people, of one address. */
  readonly messagesPerMinute: number;
}

/** A chat in the browser; its routes are to be served by someone else. */
export interface WebChannel extends Channel {
  readonly app: Hono;
}

const usualLimits: WebLimits = {
  messagesPerMinute: 60,
  pages: 5_000,
  pagesPerAddress: 50,
  seenWithinMs: 10_000,
  beatMs: 15_000,
};

/** A conversation, with the lines that are shown of it. */
interface Handover {
  readonly from: ConversationId;
  readonly lines: readonly unknown[];
}

/** Of at most 64 kB each, and good for two minutes. */
const handoverLimits = { max: 200, ttl: 120_000, ttlResolution: 0 };

/** The web channel: server-sent events for what the bot says, a request for each thing that the person does. */
export function createWebChannel(options: WebOptions): WebChannel {
  const { mode, origin, clock, log } = options;
  const limits = { ...usualLimits, ...options.limits };
  const streams = createOpenStreams(limits, clock);
  /** Conversations on their way from one page to another, by the one-time key of each. They are never stored. */
  const handovers = new LRUCache<string, Handover>({ ...handoverLimits, perf: clock });
  const refused = { all: 0, address: 0, rate: 0 };
  const inFlight = new InFlight();
  let inbox: Inbox | undefined;
  let since = clock.now();

  function tellTime(id: ConversationId): void {
    if (mode.type !== "preview") return;
    mode.time
      .told(id)
      .then((time) => streams.tell(id, { type: "time", time }))
      .catch((error: unknown) => log.error({ error }, "a page was not told the time"));
  }

  /** A full channel is not ready: whoever comes now cannot be let in, though nothing is wrong for those who are. */
  function currentState(): ChannelState {
    if (inbox === undefined) return { ready: false, since, trouble: "stopped", refused };
    const places = streams.places();
    return {
      ready: !places.areTaken,
      since: Math.max(since, places.since),
      ...(places.areTaken && { trouble: "full" }),
      refused,
    };
  }

  const app = createRoutes(options, limits, {
    isOpen: () => inbox !== undefined,
    open(id, address) {
      if (inbox === undefined) return "closed";
      const page = streams.open(id, address);
      if (typeof page === "string") return page;
      inbox.here(id);
      tellTime(id);
      return page;
    },
    async receive(message) {
      if (inbox === undefined) return undefined;
      return await inFlight.track(inbox.receive(message)).finally(() => tellTime(message.conversationId));
    },
    refused(reason) {
      refused[reason] += 1;
    },
    seen: (id, messages) => streams.seen(id, messages),
    async subscribe(id, push) {
      if (push !== null && !options.push?.accepts(push)) return "unknown-push-service";
      const isKnown = await (inbox && inFlight.track(inbox.subscribe(id, push ?? undefined)));
      return isKnown ? undefined : "unknown-person";
    },
    handOver: (id, key, lines) => void handovers.set(key, { from: id, lines }),
    async takeOver(id, key) {
      const handover = handovers.get(key);
      handovers.delete(key);
      if (handover === undefined || inbox === undefined) return undefined;
      if (handover.from !== id) {
        await inFlight.track(inbox.moved(handover.from, id));
        streams.tell(handover.from, { type: "moved" });
      }
      return handover.lines;
    },
    async leave(id) {
      await (inbox && inFlight.track(inbox.erase(id)));
    },
    tellTime,
  });

  return {
    name: "web",
    app,
    // The preview is for this machine only: its address leads no one there.
    invitation: () =>
      mode.type === "public" ? origin && `${origin}/?start={campaign}-{language}` : undefined,
    state: currentState,
    async start(given) {
      inbox = given;
      since = clock.now();
    },
    async stop() {
      inbox = undefined;
      since = clock.now();
      streams.close();
      await inFlight.settled();
    },
    send: (id, message, kind = "answer", sendingId = randomUUID()) =>
      streams.send(id, { type: "message", id: sendingId, kind, message }),
  };
}
