import { createHash, timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Log } from "../../app/ports.ts";
import { readUpdateId } from "./read.ts";

/** Where Telegram is told to bring updates. */
export interface WebhookOptions {
  /** The public address; its path is the one that is answered. */
  readonly url: string;
  /** Comes with every request in a header; 1 to 256 of A-Z, a-z, 0-9, _ and -. */
  readonly secret: string;
}

/** A route for updates, to be mounted on the HTTP server. */
export interface Webhook {
  readonly app: Hono;
  /** Takes no more updates: they stay with Telegram. Resolves when those in hand are answered. */
  close(): Promise<void>;
}

/** Telegram's updates are some kilobytes. */
const bodyCap = 1_048_576;
/** Telegram brings a hundred at a time; what is more stays with it and comes again. */
const mostInHand = 256;
const secretHeader = "x-telegram-bot-api-secret-token";

/** Builds the route; each update is answered with 200 only after `receive` resolves, with 500 where it rejects. */
export function createWebhook(
  { url, secret }: WebhookOptions,
  receive: (update: unknown) => Promise<void>,
  log: Log,
): Webhook {
  const path = new URL(url).pathname;
  const expected = hash(secret);
  const inHand = new Set<Promise<unknown>>();
  let closing = false;

  /** The status for a request that is not to be read. */
  function refusal(context: Context): 401 | 405 | 503 | undefined {
    if (closing) return 503;
    if (context.req.method !== "POST") return 405;
    return isSecret(context.req.header(secretHeader), expected) ? undefined : 401;
  }

  async function take(update: unknown): Promise<200 | 400 | 500 | 503> {
    if (readUpdateId(update) === undefined) return 400;
    if (closing || inHand.size >= mostInHand) return 503;
    const handling = hand(update);
    inHand.add(handling);
    return handling.finally(() => inHand.delete(handling));
  }

  async function hand(update: unknown): Promise<200 | 500> {
    try {
      await receive(update);
      return 200;
    } catch (error) {
      log.error(
        { error: error instanceof Error ? error.name : "unknown" },
        "an update could not be committed",
      );
      return 500;
    }
  }

  const app = new Hono();
  app.all(path, async (context, next) => {
    const status = refusal(context);
    if (status === undefined) return next();
    if (status !== 503) log.debug({ status }, "a webhook request was refused");
    if (status === 405) context.header("allow", "POST");
    return context.body(null, status);
  });
  app.post(
    path,
    bodyLimit({ maxSize: bodyCap, onError: (context) => context.body(null, 413, { connection: "close" }) }),
    async (context) => context.body(null, await take(parse(await context.req.text()))),
  );
  return {
    app,
    async close() {
      closing = true;
      await Promise.allSettled(inHand);
    },
  };
}

function isSecret(given: string | undefined, expected: Buffer): boolean {
  return given !== undefined && timingSafeEqual(hash(given), expected);
}

/** Of equal length whatever was sent, so that the comparison tells nothing about the secret. */
function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
