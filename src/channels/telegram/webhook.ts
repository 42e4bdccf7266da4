import type { Update } from "grammy/types";
import { Hono } from "hono";
import { z } from "zod";
import type { Log } from "../../app/ports.ts";
import { InFlight } from "../../concurrency/in-flight.ts";
import { isSecret, limitBody, refuseLongBody } from "../../http/guard-request.ts";
import { logUncommitted } from "./errors.ts";

/** Where Telegram is told to deliver updates. */
export interface WebhookOptions {
  /** The public address; the route answers its path. */
  readonly url: string;
  /** Comes with every request in a header; 1 to 256 of A-Z, a-z, 0-9, _ and -. */
  readonly secret: string;
}

/** In bytes; Telegram's updates are some kilobytes. */
const maxBodySize = 1_048_576;
/** Telegram delivers a hundred at a time; an update that is refused stays with it and comes again. */
const maxInFlight = 256;
const secretHeader = "x-telegram-bot-api-secret-token";

const identified = z.object({ update_id: z.int() });

/**
 * Builds the route for updates, to be mounted on the HTTP server: answers 200 only after `handleUpdate` resolves, 500 if it rejects, 503 if too many updates are in flight. grammY's
 * `webhookCallback` gives up after ten seconds, and caps neither the body nor the updates in flight.
 */
export function createWebhook(
  { url, secret }: WebhookOptions,
  handleUpdate: (update: Update) => Promise<void>,
  log: Log,
) {
  const path = new URL(url).pathname;
  const inFlight = new InFlight();
  let isClosing = false;

  async function receive(update: unknown): Promise<200 | 400 | 500 | 503> {
    if (!isUpdate(update)) return 400;
    if (isClosing || inFlight.size >= maxInFlight) return 503;
    return inFlight.track(handle(update));
  }

  async function handle(update: Update): Promise<200 | 500> {
    try {
      await handleUpdate(update);
      return 200;
    } catch (error) {
      logUncommitted(error, log);
      return 500;
    }
  }

  const app = new Hono();
  app.post(
    path,
    async (context, next) => {
      if (isClosing) return context.body(null, 503);
      if (isSecret(context.req.header(secretHeader) ?? "", secret)) return next();
      log.debug({}, "a webhook request without our secret was refused");
      return context.body(null, 401);
    },
    limitBody(maxBodySize, refuseLongBody),
    async (context) => context.body(null, await receive(await context.req.json().catch(() => undefined))),
  );
  app.all(path, (context) => context.body(null, 405, { allow: "POST" }));
  return {
    app,
    /** Refuses further updates, which stay with Telegram. Resolves when those in flight are answered. */
    async close(): Promise<void> {
      isClosing = true;
      await inFlight.settled();
    },
  };
}

/** Everything else in an update is checked by the bot. */
function isUpdate(value: unknown): value is Update {
  return identified.safeParse(value).success;
}
