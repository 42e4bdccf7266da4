import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { z } from "zod";
import { addressOf } from "../../http/guard-request.ts";
import { limitBody } from "../../http/limit-body.ts";
import { createNetworkBuckets } from "../../http/network-buckets.ts";
import type { Clock, ConversationId, Inbox, RefusalReason } from "../../ports.ts";
import type { InFlight } from "../../support/in-flight.ts";
import type { Log } from "../../support/log.ts";
import { perHour, perMinute, TokenBuckets } from "../../support/token-bucket.ts";
import { createHandovers } from "./handovers.ts";
import { type PageFiles, serveFiles } from "./load-page.ts";
import { fullForMs, type OpenStreams } from "./open-streams.ts";
import type { Push } from "./push.ts";
import { posts, readPost, readSession } from "./read.ts";
import type { Signer } from "./sign-messages.ts";
import { fullProblem, sessionHeader, type TimeDto, tooManyProblem } from "./wire.ts";

/** Moves the clock of the preview. */
interface TimeTravel {
  /** Returns the clock's time, and when the conversation's next reminder is due. */
  timeOf(id: ConversationId): Promise<TimeDto>;
  /** Sets how far the clock is ahead of the real one, and runs what is due by then. */
  travel(ahead: number): Promise<void>;
}

export interface RouteOptions {
  /** The files to serve: the page, its script and style. */
  readonly files: PageFiles;
  /** `preview`: for this machine only, and its clock can be moved. */
  readonly mode: { readonly type: "public" } | { readonly type: "preview"; readonly time: TimeTravel };
  /** The public origin, if the operator has set it. */
  readonly origin?: string | undefined;
  /** True if a proxy stands before us and names people's addresses in `x-forwarded-for`. */
  readonly isProxyTrusted?: boolean;
  /** The sources that count by themselves. */
  readonly sources?: readonly string[];
  /** Absent if nothing is pushed. */
  readonly push?: Pick<Push, "accepts"> | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The limits for one address. */
export const requestLimits = { messagesPerMinute: 60, newChatsPerHour: 300 };

/** What the routes pass requests on to. */
export interface Destination {
  /** Undefined before the channel has started, and once it has stopped. */
  inbox: Inbox | undefined;
  readonly streams: OpenStreams;
  readonly signer: Signer;
  /** Requests that are not committed yet. */
  readonly inFlight: InFlight;
  /** How many requests each limit has refused. */
  readonly refused: Record<RefusalReason, number>;
}

/** Hono's bindings and variables for the chat's requests. */
interface Known {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    readonly conversation: ConversationId;
    readonly address: string;
    readonly inbox: Inbox;
  };
}

/** All requests allowed for each allowed message: a page also confirms every message that it has shown. */
const requestsPerMessage = 20;
/** In bytes. What people write takes less than 8 kB; a handover takes more. */
const bodyLimits = {
  most: 65_536,
  usual: 8_192,
  usualUnderWay: 16_777_216,
  largeUnderWay: 8_388_608,
};
const mostAddresses = 50_000;
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/**
 * Returns the routes: the page's files, the stream of the bot's messages, and a request for each
 * action of the person.
 */
export function createRoutes(options: RouteOptions, limits: typeof requestLimits, to: Destination): Hono {
  const { origin, mode, clock, log, isProxyTrusted = false } = options;
  const { streams, inFlight, refused } = to;
  const handovers = createHandovers(to.signer, clock);
  /**
   * Refuses, in the preview, any host name other than this machine's: another name that resolves to it
   * may be an attacker's.
   */
  const underOwnName = createMiddleware(async (context, next) => {
    const isOwn = mode.type === "public" || loopback.test(context.req.header("host") ?? "");
    return isOwn ? next() : refuse(context, 421, "not-our-name");
  });
  const refuseRequests = createRateLimit(limits.messagesPerMinute * requestsPerMessage, clock, refused);
  const refuseMessages = createRateLimit(limits.messagesPerMinute, clock, refused);
  const waitForNewChat = createNewChatLimit(limits.newChatsPerHour, clock);

  const chat = new Hono<Known>();
  chat.use(underOwnName, async (context, next) => {
    if (!isFromOwnPage(context, origin)) return refuse(context, 403, "another-site");
    const conversation = readSession(context.req.header(sessionHeader));
    if (conversation === undefined) return refuse(context, 401, "no-session");
    const { inbox } = to;
    if (inbox === undefined) return refuse(context, 503, "closing", 1);
    context.set("inbox", inbox);
    context.set("conversation", conversation);
    context.set("address", addressOf(context, isProxyTrusted));
    context.header("x-content-type-options", "nosniff");
    context.header("cache-control", "no-store");
    return refuseRequests(context) ?? next();
  });
  chat.post(
    "*",
    limitBody(bodyLimits, {
      tooLong: (context) => refuse(context, 413, "too-long"),
      full(context) {
        refused.all += 1;
        context.header("connection", "close");
        return refuse(context, 503, fullProblem, fullForMs / 1_000);
      },
    }),
  );
  chat.get("/events", (context) => {
    const id = context.get("conversation");
    const page = streams.open(id, context.get("address"));
    if (typeof page === "string") {
      refused[page] += 1;
      return refuse(context, 503, fullProblem, fullForMs / 1_000);
    }
    context.get("inbox").here(id);
    tellTime(id);
    // Frees the place however the response ends. Hono answers HEAD as GET, and then nothing reads or
    // closes the stream.
    context.env.outgoing.once("close", page.close);
    // Some proxies buffer a response until it is complete.
    return context.body(page.body, 200, { "content-type": "text/event-stream", "x-accel-buffering": "no" });
  });
  onPost("/messages", posts.messages, async (id, post, context) => {
    const refusal = refuseMessages(context) ?? refuseNewChat(id, context);
    if (refusal !== undefined) return refusal;
    const receiving = inFlight.track(context.get("inbox").receive(readPost(post, id, options.sources)));
    const receipt = await receiving.finally(() => tellTime(id));
    streams.spoke(id);
    return context.json({ receipt });
  });
  onPost("/seen", posts.seen, (id, { ids }) => streams.seen(id, ids));
  onPost("/push", posts.push, async (id, { subscription }, context) => {
    if (subscription !== null && !options.push?.accepts(subscription))
      return refuse(context, 403, "unknown-push-service");
    const subscribing = context.get("inbox").subscribe(id, subscription ?? undefined);
    return (await inFlight.track(subscribing)) ? undefined : refuse(context, 403, "unknown-person");
  });
  onPost("/handover", posts.handover, (id, { key, lines }) => handovers.leave(key, id, lines));
  onPost("/claim", posts.claim, async (id, { key }, context) => {
    const handover = handovers.claim(key);
    if (handover === undefined) return refuse(context, 404, "no-such-key");
    if (handover.from !== id) {
      await inFlight.track(context.get("inbox").moved(handover.from, id));
      streams.tell(handover.from, { type: "moved" });
      streams.spoke(id);
    }
    return context.json({ lines: handover.lines });
  });
  // The page was closed, and nobody can come back to its conversation.
  chat.post("/leave", async (context) => {
    await inFlight.track(context.get("inbox").erase(context.get("conversation")));
    return context.body(null, 204);
  });
  if (mode.type === "preview")
    onPost("/clock", posts.clock, async (_, { ahead }) => {
      await mode.time.travel(ahead);
      for (const other of streams.conversations()) tellTime(other);
    });

  /** Refuses a new conversation if the networks around its address have reached the hourly limit. */
  function refuseNewChat(id: ConversationId, context: Context<Known>): Response | undefined {
    const waitMs = streams.hasSpoken(id) ? 0 : waitForNewChat(context.get("address"));
    if (waitMs === 0) return undefined;
    refused.address += 1;
    return refuse(context, 503, fullProblem, Math.ceil(waitMs / 1_000));
  }

  /** Adds a route for posts that match `form`. Answers 204 unless `take` returns a response. */
  function onPost<Post>(
    path: string,
    form: z.ZodType<Post>,
    take: (id: ConversationId, post: Post, context: Context<Known>) => unknown,
  ): void {
    chat.post(path, async (context) => {
      const post = form.safeParse(await context.req.json().catch(() => undefined)).data;
      if (post === undefined) return refuse(context, 400, "unreadable");
      const answer = await take(context.get("conversation"), post, context);
      return answer instanceof Response ? answer : context.body(null, 204);
    });
  }

  /** Sends the clock's time to every page of the conversation; only in the preview. */
  function tellTime(id: ConversationId): void {
    if (mode.type !== "preview") return;
    mode.time
      .timeOf(id)
      .then((time) => streams.tell(id, { type: "time", time }))
      .catch((error: unknown) => log.error({ error }, "a page was not told the time"));
  }

  return new Hono().route("/", serveFiles(options.files, underOwnName)).route("/chat", chat);
}

/**
 * True if the request comes from our own page, not from another site's. `publicOrigin`: if the
 * operator has set it.
 */
function isFromOwnPage({ req }: Context, publicOrigin: string | undefined): boolean {
  // The browser sets this header itself and lets no page change it.
  const fetchSite = req.header("sec-fetch-site");
  if (fetchSite !== undefined) return fetchSite === "same-origin";
  const origin = req.header("origin");
  if (origin === undefined || origin === publicOrigin) return true;
  return URL.canParse(origin) && new URL(origin).host === req.header("host")?.toLowerCase();
}

/** Returns a function that refuses a request if its address has made `most` in the last minute. */
function createRateLimit(most: number, clock: Clock, refused: Destination["refused"]) {
  const buckets = new TokenBuckets<string>(perMinute(most), mostAddresses);
  return (context: Context<Known>): Response | undefined => {
    const now = clock.now();
    const waitMs = buckets.of(context.get("address"), now).take(now);
    if (waitMs === 0) return undefined;
    refused.rate += 1;
    return refuse(context, 429, tooManyProblem, Math.ceil(waitMs / 1_000));
  };
}

/**
 * Returns a function that counts a new conversation: it returns 0, or the milliseconds until the
 * networks around the address may start another.
 */
function createNewChatLimit(most: number, clock: Clock) {
  const buckets = createNetworkBuckets((share) => perHour(most * share), mostAddresses);
  return (address: string): number => {
    const now = clock.now();
    const waitMs = buckets.wait(address, now);
    if (waitMs === 0) buckets.take(address, now);
    return waitMs;
  };
}

/** Refuses a request with a problem for which the page has the text. */
function refuse(
  context: Context,
  status: 400 | 401 | 403 | 404 | 413 | 421 | 429 | 503,
  problem: string,
  retryAfterSeconds?: number,
): Response {
  if (retryAfterSeconds !== undefined) context.header("retry-after", String(retryAfterSeconds));
  context.header("cache-control", "no-store");
  return context.json({ problem }, status);
}
