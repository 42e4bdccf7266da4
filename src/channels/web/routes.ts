import type { HttpBindings } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ConversationId, IncomingMessage, Receipt, RefusalReason } from "../../app/ports.ts";
import { perMinute, TokenBuckets } from "../../concurrency/token-bucket.ts";
import type { WebLimits, WebOptions } from "./adapter.ts";
import { isOwnHost, type OwnAddress, refusalOf } from "./guard.ts";
import type { OpenPage } from "./open-page.ts";
import type { NoPlace } from "./open-streams.ts";
import { readAhead, readPost, readSeen, readSession } from "./read.ts";
import { readAddress } from "./read-address.ts";
import { serveFile } from "./serve-file.ts";
import { fullProblem, sessionHeader, tooManyProblem } from "./wire.ts";

/** What the routes lead to. */
export interface Destination {
  /** Opens a page of this conversation; says why not where that cannot be. */
  open(id: ConversationId, address: string): OpenPage | NoPlace;
  /** A limit has refused a request. */
  refused(reason: RefusalReason): void;
  /** Resolves after the commit; with nothing if the channel is closed. */
  receive(message: IncomingMessage): Promise<Receipt | undefined>;
  seen(id: ConversationId, messages: readonly string[]): void;
  /** Sets the conversation's clock; absent if it cannot be moved. */
  readonly travel?: (id: ConversationId, ahead: number) => Promise<void>;
}

/** What is known of a request to the chat before it is answered. */
interface Known {
  readonly Bindings: HttpBindings;
  readonly Variables: { readonly conversation: ConversationId; readonly address: string };
}

/** A page also confirms each message that it has shown. */
const requestsPerMessage = 20;
const bodyCap = 65_536;
const mostAddresses = 50_000;
/** A reader who finds no place is to come again after so long. */
const fullForSeconds = 10;

/** Returns the routes: the page's files, a stream for what the bot says, a request for each thing that the person does. */
export function createRoutes(options: WebOptions, limits: WebLimits, to: Destination): Hono {
  const own: OwnAddress = {
    ...(options.origin !== undefined && { origin: options.origin }),
    onlyLoopback: options.mode.type === "preview",
  };
  const app = new Hono<Known>();
  for (const [path, file] of options.files)
    app.get(path, (context) =>
      isOwnHost(provenanceOf(context), own) ? serveFile(context, file) : refuse(context, 421, "not-our-name"),
    );
  guard(app, options, limits, own, to);
  app.get("/chat/events", (context) => {
    const page = to.open(context.get("conversation"), context.get("address"));
    if (page === "closed") return refuse(context, 503, "closing", 1);
    if (typeof page === "string") {
      to.refused(page);
      return refuse(context, 503, fullProblem, fullForSeconds);
    }
    // However the answer ends, its place is free again. For HEAD, which Hono answers as GET, no one reads the stream, nor closes it.
    context.env.outgoing.once("close", () => page.close());
    return context.body(page.body, 200, {
      "content-type": "text/event-stream",
      // Some proxies keep back what is not yet complete.
      "x-accel-buffering": "no",
    });
  });
  takeMessages(app, options, limits, to);
  app.post("/chat/seen", async (context) => {
    const ids = readSeen(await bodyOf(context));
    if (ids === undefined) return refuse(context, 400, "unreadable");
    to.seen(context.get("conversation"), ids);
    return context.body(null, 204);
  });
  if (to.travel !== undefined) moveClocks(app, to.travel);
  return new Hono().route("/", app);
}

/** Lets through to the chat what comes from its own page, with a session, and not too often. */
function guard(
  app: Hono<Known>,
  { clock, isProxyTrusted = false }: WebOptions,
  { messagesPerMinute }: WebLimits,
  own: OwnAddress,
  to: Destination,
): void {
  const requests = new TokenBuckets<string>(perMinute(messagesPerMinute * requestsPerMessage), mostAddresses);
  app.use("/chat/*", async (context, next) => {
    const refusal = refusalOf(provenanceOf(context), own);
    if (refusal !== undefined) return refuse(context, ...refusal);
    const conversation = readSession(context.req.header(sessionHeader));
    if (conversation === undefined) return refuse(context, 401, "no-session");
    const forwarded = context.req.header("x-forwarded-for");
    const address = readAddress(getConnInfo(context).remote.address, forwarded, isProxyTrusted);
    const now = clock.now();
    const waitMs = requests.of(address, now).take(now);
    if (waitMs > 0) return refuseTooMany(context, waitMs, to);
    context.set("conversation", conversation);
    context.set("address", address);
    context.header("cache-control", "no-store");
    context.header("x-content-type-options", "nosniff");
    return next();
  });
  app.post(
    "/chat/*",
    bodyLimit({ maxSize: bodyCap, onError: (context) => refuse(context, 413, "too-long") }),
  );
}

function takeMessages(
  app: Hono<Known>,
  { clock }: WebOptions,
  { messagesPerMinute }: WebLimits,
  to: Destination,
): void {
  const messages = new TokenBuckets<string>(perMinute(messagesPerMinute), mostAddresses);
  app.post("/chat/messages", async (context) => {
    const message = readPost(await bodyOf(context), context.get("conversation"));
    if (message === undefined) return refuse(context, 400, "unreadable");
    const now = clock.now();
    const waitMs = messages.of(context.get("address"), now).take(now);
    if (waitMs > 0) return refuseTooMany(context, waitMs, to);
    const receipt = await to.receive(message);
    return receipt === undefined ? refuse(context, 503, "closing", 1) : context.json({ receipt });
  });
}

function moveClocks(app: Hono<Known>, travel: NonNullable<Destination["travel"]>): void {
  app.post("/chat/clock", async (context) => {
    const ahead = readAhead(await bodyOf(context));
    if (ahead === undefined) return refuse(context, 400, "unreadable");
    await travel(context.get("conversation"), ahead);
    return context.body(null, 204);
  });
}

function provenanceOf({ req }: Context) {
  return { host: req.header("host"), origin: req.header("origin"), fetchSite: req.header("sec-fetch-site") };
}

function refuseTooMany(context: Context, waitMs: number, to: Destination): Response {
  to.refused("rate");
  return refuse(context, 429, tooManyProblem, Math.ceil(waitMs / 1_000));
}

/** The problem is for the page, which has the words for it. */
function refuse(
  context: Context,
  status: 400 | 401 | 403 | 413 | 421 | 429 | 503,
  problem: string,
  retryAfterSeconds?: number,
): Response {
  if (retryAfterSeconds !== undefined) context.header("retry-after", String(retryAfterSeconds));
  context.header("cache-control", "no-store");
  return context.json({ problem }, status);
}

async function bodyOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    return undefined;
  }
}
