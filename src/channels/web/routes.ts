import type { HttpBindings } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { z } from "zod";
import type { Clock, ConversationId, IncomingMessage, Receipt, RefusalReason } from "../../app/ports.ts";
import { perMinute, TokenBuckets } from "../../concurrency/token-bucket.ts";
import type { PushSubscription } from "../../conversation/vocabulary.ts";
import { limitBody } from "../../http/guard-request.ts";
import type { WebLimits, WebOptions } from "./adapter.ts";
import { serveFiles } from "./load-page.ts";
import type { NoPlace, OpenPage } from "./open-streams.ts";
import { posts, readAddress, readPost, readSession } from "./read.ts";
import { fullProblem, sessionHeader, tooManyProblem } from "./wire.ts";

/** What the routes lead to. */
export interface Destination {
  /** False before the channel has started, and once it has stopped. */
  isOpen(): boolean;
  /** Opens a page of this conversation; says why not where that cannot be. */
  open(id: ConversationId, address: string): OpenPage | NoPlace | "closed";
  /** A limit has refused a request. */
  refused(reason: RefusalReason): void;
  /** Resolves after the commit; with nothing if the channel is closed. */
  receive(message: IncomingMessage): Promise<Receipt | undefined>;
  seen(id: ConversationId, messages: readonly string[]): void;
  /** Notes where the page's browser takes push messages; says why not where that cannot be. */
  subscribe(
    id: ConversationId,
    push: PushSubscription | null,
  ): Promise<"unknown-push-service" | "unknown-person" | undefined>;
  /** Keeps the lines of a page for whoever has the key. */
  handOver(id: ConversationId, key: string, lines: readonly unknown[]): void;
  /** Makes the conversation that was handed over with this key that of `id`, and returns its lines; nothing if there is none. */
  takeOver(id: ConversationId, key: string): Promise<readonly unknown[] | undefined>;
  /** The page is closed, and nobody can come back to its conversation: it is erased. */
  leave(id: ConversationId): Promise<void>;
  /** Tells every page of the conversation what its clock shows, where that can be moved. */
  tellTime(id: ConversationId): void;
}

/** What is known of a request to the chat before it is answered. */
interface Known {
  readonly Bindings: HttpBindings;
  readonly Variables: { readonly conversation: ConversationId; readonly address: string };
}

type MaybeResponse = Response | undefined;

/** A page also confirms each message that it has shown. */
const requestsPerMessage = 20;
const bodyCap = 65_536;
const mostAddresses = 50_000;
/** A reader who finds no place is to come again after so long. */
const fullForSeconds = 10;
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Returns the routes: the page's files, a stream for what the bot says, a request for each thing that the person does. */
export function createRoutes(options: WebOptions, limits: WebLimits, to: Destination): Hono {
  const { origin, mode, clock, isProxyTrusted = false } = options;
  /** Only in the preview, another name than this machine's may be someone's that leads here. */
  const underOwnName = createMiddleware(async (context, next) => {
    const isOwn = mode.type === "public" || loopback.test(context.req.header("host") ?? "");
    return isOwn ? next() : refuse(context, 421, "not-our-name");
  });
  const refuseRequests = createRateLimit(limits.messagesPerMinute * requestsPerMessage, clock, to);
  const refuseMessages = createRateLimit(limits.messagesPerMinute, clock, to);

  const chat = new Hono<Known>();
  chat.use(underOwnName, async (context, next) => {
    if (!isFromOwnPage(context, origin)) return refuse(context, 403, "another-site");
    const conversation = readSession(context.req.header(sessionHeader));
    if (conversation === undefined) return refuse(context, 401, "no-session");
    const forwarded = context.req.header("x-forwarded-for");
    context.set("conversation", conversation);
    context.set("address", readAddress(getConnInfo(context).remote.address, forwarded, isProxyTrusted));
    context.header("x-content-type-options", "nosniff");
    context.header("cache-control", "no-store");
    if (!to.isOpen()) return refuse(context, 503, "closing", 1);
    return refuseRequests(context) ?? next();
  });
  chat.post(
    "*",
    limitBody(bodyCap, (context) => refuse(context, 413, "too-long")),
  );
  chat.get("/events", (context) => openStream(context, to));
  chat.post("/messages", async (context) => {
    const message = readPost(await bodyOf(context), context.get("conversation"));
    if (message === undefined) return refuse(context, 400, "unreadable");
    const refusal = refuseMessages(context);
    if (refusal !== undefined) return refusal;
    const receipt = await to.receive(message);
    return receipt === undefined ? refuse(context, 503, "closing", 1) : context.json({ receipt });
  });
  onPost("/seen", posts.seen, (id, { ids }) => void to.seen(id, ids));
  onPost("/push", posts.push, async (id, { subscription }, context) => {
    const problem = await to.subscribe(id, subscription);
    return problem && refuse(context, 403, problem);
  });
  onPost("/handover", posts.handover, (id, { key, lines }) => void to.handOver(id, key, lines));
  onPost("/claim", posts.claim, async (id, { key }, context) => {
    const lines = await to.takeOver(id, key);
    return lines === undefined ? refuse(context, 404, "no-such-key") : context.json({ lines });
  });
  chat.post("/leave", async (context) => {
    await to.leave(context.get("conversation"));
    return context.body(null, 204);
  });
  if (mode.type === "preview")
    onPost("/clock", posts.clock, async (id, { ahead }) => {
      await mode.time.travel(id, ahead);
      to.tellTime(id);
      return undefined;
    });

  /** Adds a route for posts of this form. If `take` answers nothing, all is well. */
  function onPost<Post>(
    path: string,
    form: z.ZodType<Post>,
    take: (id: ConversationId, post: Post, context: Context<Known>) => MaybeResponse | Promise<MaybeResponse>,
  ): void {
    chat.post(path, async (context) => {
      const post = form.safeParse(await bodyOf(context)).data;
      if (post === undefined) return refuse(context, 400, "unreadable");
      return (await take(context.get("conversation"), post, context)) ?? context.body(null, 204);
    });
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

function openStream(context: Context<Known>, to: Destination): Response {
  const page = to.open(context.get("conversation"), context.get("address"));
  if (page === "closed") return refuse(context, 503, "closing", 1);
  if (typeof page === "string") {
    to.refused(page);
    return refuse(context, 503, fullProblem, fullForSeconds);
  }
  // However the answer ends, its place is free again. For HEAD, which Hono answers as GET, no one reads the stream, nor closes it.
  context.env.outgoing.once("close", page.close);
  // Some proxies keep back what is not yet complete.
  return context.body(page.body, 200, { "content-type": "text/event-stream", "x-accel-buffering": "no" });
}

/** Returns what refuses a request if its address has made so many in the last minute. */
function createRateLimit(most: number, clock: Clock, to: Pick<Destination, "refused">) {
  const buckets = new TokenBuckets<string>(perMinute(most), mostAddresses);
  return (context: Context<Known>): Response | undefined => {
    const now = clock.now();
    const waitMs = buckets.of(context.get("address"), now).take(now);
    if (waitMs === 0) return undefined;
    to.refused("rate");
    return refuse(context, 429, tooManyProblem, Math.ceil(waitMs / 1_000));
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

async function bodyOf(context: Context): Promise<unknown> {
  return await context.req.json().catch(() => undefined);
}
