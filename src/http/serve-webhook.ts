import { Hono, type HonoRequest } from "hono";
import type { Log } from "../app/ports.ts";
import { InFlight } from "../concurrency/in-flight.ts";
import { limitBody } from "./guard-request.ts";

/** What a platform calls to deliver something. */
interface Webhook {
  readonly path: string;
  /** In bytes. */
  readonly maxBodySize: number;
  readonly maxInFlight?: number;
  /** Whether the platform itself has sent this. */
  readonly isGenuine: (request: HonoRequest) => boolean | Promise<boolean>;
  /** Resolves when all that the JSON holds is committed; with false if it makes no sense. */
  readonly handle: (json: unknown, request: HonoRequest) => Promise<boolean>;
  readonly log: Log;
}

/**
 * Builds the route of a webhook, to be mounted on the HTTP server: answers 200 only after `handle` resolves, 500 if it rejects, and 503
 * once it is closed or has as much in flight as it may. What is not answered with 200 stays with the platform, and comes again.
 */
export function serveWebhook({ path, maxBodySize, maxInFlight = Infinity, isGenuine, handle, log }: Webhook) {
  const inFlight = new InFlight();
  let isClosed = false;
  const app = new Hono();
  const limit = limitBody(maxBodySize, ({ body }) => body(null, 413, { connection: "close" }));
  app.post(path, limit, async ({ req, body }) => {
    if (!(await isGenuine(req))) {
      log.debug({}, "a webhook request without our secret or the platform's signature was refused");
      return body(null, 401);
    }
    const json: unknown = await req.json().catch(() => undefined);
    if (isClosed || inFlight.size >= maxInFlight) return body(null, 503);
    return body(null, (await inFlight.track(handle(json, req))) ? 200 : 400);
  });
  app.onError((error, { body }) => {
    log.error({ error }, "what a webhook brought could not be committed");
    return body(null, 500);
  });
  return {
    app,
    /** Refuses further requests. Resolves when those in flight are answered. */
    close: async (): Promise<void> => {
      isClosed = true;
      await inFlight.settled();
    },
  };
}
