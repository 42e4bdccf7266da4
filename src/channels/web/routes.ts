import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { z } from "zod";
import type { Clock, ConversationId, Inbox, RefusalReason } from "../../app/ports.ts";
import type { InFlight } from "../../concurrency/in-flight.ts";
import { perHour, perMinute, TokenBuckets } from "../../concurrency/token-bucket.ts";
import { addressOf, networkShares, networksAround } from "../../http/guard-request.ts";
import { limitBody } from "../../http/limit-body.ts";
import type { WebLimits, WebOptions } from "./adapter.ts";
import { createHandovers } from "./handovers.ts";
import { serveFiles } from "./load-page.ts";
import { fullForMs, type OpenStreams } from "./open-streams.ts";
import { posts, readPost, readSession } from "./read.ts";
import type { Signer } from "./sign-messages.ts";
import { fullProblem, sessionHeader, tooManyProblem } from "./wire.ts";

/** What the routes lead to. */
export interface Destination {
  /** Undefined before the channel has started, and once it has stopped. */
  inbox: Inbox | undefined;
  readonly streams: OpenStreams;
  readonly signer: Signer;
  /** What has not been committed yet. */
  readonly inFlight: InFlight;
  /** How many requests each limit has refused. */
  readonly refused: Record<RefusalReason, number>;
}

/** What is known of a request to the chat before it is answered. */
interface Known {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    readonly conversation: ConversationId;
    readonly address: string;
    readonly inbox: Inbox;
  };
}

/** A page also confirms each message that it has shown. */
const requestsPerMessage = 20;
/** What people write takes less than 8 kB; a conversation that is handed over takes more. */
const bodyLimits = {
  most: 65_536,
  usual: 8_192,
  usualUnderWay: 16_777_216,
  largeUnderWay: 8_388_608,
};
const mostAddresses = 50_000;
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Returns the routes: the page's files, a stream for what the bot says, a request for each thing that the person does. */
export function createRoutes(options: WebOptions, limits: WebLimits, to: Destination): Hono {
  const { origin, mode, clock, log, isProxyTrusted = false } = options;
  const { streams, inFlight, refused } = to;
  const handovers = createHandovers(to.signer, clock);
  /** Only in the preview, another name than this machine's may be someone's that leads here. */
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
    // However the answer ends, its place is free again. For HEAD, which Hono answers as GET, no one reads the stream, nor closes it.
    context.env.outgoing.once("close", page.close);
    // Some proxies keep back what is not yet complete.
    return context.body(page.body, 200, { "content-type": "text/event-stream", "x-accel-buffering": "no" });
  });
  onPost("/messages", posts.messages, async (id, post, context) => {
    const refusal = refuseMessages(context) ?? refuseNewChat(id, context);
    if (refusal !== undefined) return refusal;
    const receiving = inFlight.track(context.get("inbox").receive(readPost(post, id)));
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
  // The page is closed, and nobody can come back to its conversation.
  chat.post("/leave", async (context) => {
    await inFlight.track(context.get("inbox").erase(context.get("conversation")));
    return context.body(null, 204);
  });
  if (mode.type === "preview")
    onPost("/clock", posts.clock, async (_, { ahead }) => {
      await mode.time.travel(ahead);
      for (const other of streams.conversations()) tellTime(other);
    });

  /** Refuses what begins one more conversation than the networks around its address may have in an hour. */
  function refuseNewChat(id: ConversationId, context: Context<Known>): Response | undefined {
    const waitMs = streams.hasSpoken(id) ? 0 : waitForNewChat(context.get("address"));
    if (waitMs === 0) return undefined;
    refused.address += 1;
    return refuse(context, 503, fullProblem, Math.ceil(waitMs / 1_000));
  }

  /** Adds a route for posts of this form. If `take` returns no response, all is well. */
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

  /** Tells every page of the conversation what the clock shows, where that can be moved. */
  function tellTime(id: ConversationId): void {
    if (mode.type !== "preview") return;
    mode.time
      .told(id)
      .then((time) => streams.tell(id, { type: "time", time }))
      .catch((error: unknown) => log.error({ error }, "a page was not told the time"));
  }

  return new Hono().route("/", serveFiles(options.files, underOwnName)).route("/chat", chat);
}

/** True if the request comes from our own page, not from another site's. `own`: the public origin, where the operator has named it. */
function isFromOwnPage({ req }: Context, own: string | undefined): boolean {
  // Set by the browser itself, which lets no page write it.
  const fetchSite = req.header("sec-fetch-site");
  if (fetchSite !== undefined) return fetchSite === "same-origin";
  const origin = req.header("origin");
  if (origin === undefined || origin === own) return true;
  return URL.canParse(origin) && new URL(origin).host === req.header("host")?.toLowerCase();
}

/** Returns what refuses a request if its address has made so many in the last minute. */
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

/** Returns what counts a new conversation: gives 0, or the milliseconds until a network around its address may have one more. */
function createNewChatLimit(most: number, clock: Clock) {
  const limits = networkShares.map((share) => new TokenBuckets<string>(perHour(most * share), mostAddresses));
  return (address: string): number => {
    const now = clock.now();
    const buckets = networksAround(address).flatMap(
      (network, index) => limits[index]?.of(network, now) ?? [],
    );
    const waitMs = Math.max(...buckets.map((bucket) => bucket.wait(now)));
    if (waitMs === 0) for (const bucket of buckets) bucket.take(now);
    return waitMs;
  };
}

/** The problem is for the page, which has the words for it. */
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
