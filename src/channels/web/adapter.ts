import { randomUUID } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type {
  Channel,
  Clock,
  ConversationId,
  Inbox,
  IncomingMessage,
  Log,
  Receipt,
} from "../../app/ports.ts";
import { isOwnHost, type OwnAddress, refusalOf } from "./guard.ts";
import { createRateLimit } from "./limit-rate.ts";
import { readAhead, readPost, readSeen, readSession } from "./read.ts";
import { readAddress } from "./read-address.ts";
import { type PageFiles, serveFile } from "./serve-file.ts";
import { createSwitchboard, type SwitchboardLimits } from "./switchboard.ts";
import { sessionHeader, type ToldTime } from "./wire.ts";

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
  /** True where a proxy stands before us and names people's addresses in `x-forwarded-for`. */
  readonly isProxyTrusted?: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<WebLimits>;
}

/** How much is taken from whom. */
export interface WebLimits extends SwitchboardLimits {
  /** Messages of people, of one address. */
  readonly messagesPerMinute: number;
}

/** A chat in the browser; its routes are to be served by somebody else. */
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
/** A page also confirms each message that it has shown. */
const requestsPerMessage = 20;
const bodyCap = 65_536;

/** What is known of a request to the chat before it is answered. */
interface Known {
  readonly Variables: { readonly conversation: ConversationId; readonly address: string };
}

/** The web channel: server-sent events for what the bot says, a request for each thing that the person does. */
export function createWebChannel(options: WebOptions): WebChannel {
  const { mode, clock, log } = options;
  const limits = { ...usualLimits, ...options.limits };
  const own: OwnAddress = {
    ...(options.origin !== undefined && { origin: options.origin }),
    onlyLoopback: mode.type === "preview",
  };
  const switchboard = createSwitchboard(limits);
  const messages = createRateLimit(limits.messagesPerMinute, clock);
  const requests = createRateLimit(limits.messagesPerMinute * requestsPerMessage, clock);
  const inHand = new Set<Promise<unknown>>();
  let inbox: Inbox | undefined;

  /** Hands a message over, and is waited for at the end; nothing where the end has come. */
  async function receive(message: IncomingMessage): Promise<Receipt | undefined> {
    const receiving = inbox?.receive(message);
    if (receiving === undefined) return undefined;
    inHand.add(receiving);
    try {
      return await receiving;
    } finally {
      inHand.delete(receiving);
    }
  }

  async function tellTime(id: ConversationId): Promise<void> {
    if (mode.type === "preview") switchboard.tell(id, { type: "time", time: await mode.time.told(id) });
  }

  function addressOf(context: Context): string {
    const forwarded = context.req.header("x-forwarded-for");
    return readAddress(getConnInfo(context).remote.address, forwarded, options.isProxyTrusted ?? false);
  }

  const app = new Hono<Known>();
  for (const [path, file] of options.files)
    app.get(path, (context) =>
      isOwnHost(provenanceOf(context), own) ? serveFile(context, file) : refuse(context, 421, "not-our-name"),
    );

  app.use("/chat/*", async (context, next) => {
    const refusal = refusalOf(provenanceOf(context), own);
    if (refusal !== undefined) return refuse(context, ...refusal);
    const conversation = readSession(context.req.header(sessionHeader));
    if (conversation === undefined) return refuse(context, 401, "no-session");
    const address = addressOf(context);
    const wait = requests.take(address);
    if (wait !== undefined) return refuse(context, 429, "too-many", wait);
    context.set("conversation", conversation);
    context.set("address", address);
    context.header("cache-control", "no-store");
    context.header("x-content-type-options", "nosniff");
    return next();
  });
  app.use("/chat/*", bodyLimit({ maxSize: bodyCap, onError: (context) => refuse(context, 413, "too-long") }));

  app.get("/chat/events", (context) => {
    const id = context.get("conversation");
    const page = inbox && switchboard.open(id, context.get("address"));
    if (inbox === undefined || page === undefined) return refuse(context, 503, "full", 10);
    inbox.here(id);
    void tellTime(id).catch((error: unknown) => log.error({ error }, "a page was not told the time"));
    return context.body(page.body, 200, {
      "content-type": "text/event-stream",
      // Some proxies keep back what is not yet complete.
      "x-accel-buffering": "no",
    });
  });

  app.post("/chat/messages", async (context) => {
    const id = context.get("conversation");
    const message = readPost(await bodyOf(context), id);
    if (message === undefined) return refuse(context, 400, "unreadable");
    const wait = messages.take(context.get("address"));
    if (wait !== undefined) return refuse(context, 429, "too-many", wait);
    const receipt = await receive(message);
    if (receipt === undefined) return refuse(context, 503, "closing", 1);
    await tellTime(id);
    return context.json({ receipt });
  });

  app.post("/chat/seen", async (context) => {
    const ids = readSeen(await bodyOf(context));
    if (ids === undefined) return refuse(context, 400, "unreadable");
    switchboard.seen(context.get("conversation"), ids);
    return context.body(null, 204);
  });

  if (mode.type === "preview")
    app.post("/chat/clock", async (context) => {
      const id = context.get("conversation");
      const ahead = readAhead(await bodyOf(context));
      if (ahead === undefined) return refuse(context, 400, "unreadable");
      await mode.time.travel(id, ahead);
      await tellTime(id);
      return context.body(null, 204);
    });

  return {
    name: "web",
    app: new Hono().route("/", app),
    async start(given) {
      inbox = given;
    },
    async stop() {
      inbox = undefined;
      switchboard.close();
      await Promise.allSettled(inHand);
    },
    send: (id, message, kind = "answer", sendingId = randomUUID()) =>
      switchboard.send(id, { type: "message", id: sendingId, kind, message }),
  };
}

function provenanceOf({ req }: Context) {
  return { host: req.header("host"), origin: req.header("origin"), fetchSite: req.header("sec-fetch-site") };
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
