import type { Update } from "grammy/types";
import { z } from "zod";
import { isSecret } from "../../http/guard-request.ts";
import { serveWebhook } from "../../http/serve-webhook.ts";
import type { Log } from "../../support/log.ts";

/** Where Telegram is told to deliver updates. */
export interface WebhookOptions {
  /** The public URL, whose path the route serves. */
  readonly url: string;
  /** Comes with every request in a header; 1 to 256 of A-Z, a-z, 0-9, _ and -. */
  readonly secret: string;
}

const secretHeader = "x-telegram-bot-api-secret-token";
const identified = z.object({ update_id: z.int() });

/**
 * Builds the route for updates. grammY's `webhookCallback` gives up after ten seconds, and limits
 * neither the body size nor the number of updates in flight.
 */
export function createWebhook(
  { url, secret }: WebhookOptions,
  handleUpdate: (update: Update) => Promise<void>,
  log: Log,
) {
  return serveWebhook({
    path: new URL(url).pathname,
    // Telegram's updates are some kilobytes.
    maxBodySize: 1_048_576,
    // Telegram opens up to 100 connections, as `max_connections` asks.
    maxInFlight: 256,
    hasHeaders: (request) => isSecret(request.header(secretHeader) ?? "", secret),
    async handle(update) {
      if (!isUpdate(update)) return false;
      await handleUpdate(update);
      return true;
    },
    log,
  });
}

/** Everything else in an update is checked by the bot. */
function isUpdate(value: unknown): value is Update {
  return identified.safeParse(value).success;
}
