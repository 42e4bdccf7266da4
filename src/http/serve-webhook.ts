import { type Context, Hono, type HonoRequest } from "hono";
import { InFlight } from "../support/in-flight.ts";
import type { Log } from "../support/log.ts";
import { isCutOff } from "./guard-request.ts";
import { limitBody } from "./limit-body.ts";

/** A route that a platform calls to deliver updates. */
interface Webhook {
  readonly path: string;
  /** In bytes. */
  readonly maxBodySize: number;
  readonly maxInFlight?: number;
  /**
   * Whether the request has the headers that the platform always sends. Any other is refused before its
   * body is read.
   */
  readonly hasHeaders: (request: HonoRequest) => boolean;
  /** Whether the platform itself has sent this body. Absent if the headers prove that already. */
  readonly isGenuine?: (request: HonoRequest) => Promise<boolean>;
  /** Resolves with true once all that the JSON holds is committed; with false if it makes no sense. */
  readonly handle: (json: unknown, request: HonoRequest) => Promise<boolean>;
  readonly log: Log;
}

/** The size of a usual body: both platforms send a few kilobytes, and seldom many messages at once. */
const usualBody = 65_536;
/**
 * How many usual bodies, and how many of the largest, may be in flight. Anyone can begin one before
 * its signature is checked.
 */
const mostUnderWay = { usual: 256, large: 2 };

/**
 * Builds the route of a webhook, to be mounted on the HTTP server. It answers 200 only after `handle`
 * resolves, 500 if it rejects, and 503 if it is closed or has `maxInFlight` requests in flight. The
 * platform delivers again whatever was not answered with 200.
 */
export function serveWebhook(webhook: Webhook) {
  const { path, maxBodySize, maxInFlight = Infinity, hasHeaders, isGenuine, handle, log } = webhook;
  const inFlight = new InFlight();
  let isClosed = false;
  const app = new Hono();
  const limits = {
    most: maxBodySize,
    usual: usualBody,
    usualUnderWay: usualBody * mostUnderWay.usual,
    largeUnderWay: maxBodySize * mostUnderWay.large,
  };
  // The connection is closed, so that nothing more of the body arrives.
  const limit = limitBody(limits, {
    tooLong: ({ body }) => body(null, 413, { connection: "close" }),
    full: ({ body }) => body(null, 503, { connection: "close" }),
  });
  const refuse = ({ body }: Context) => {
    log.debug({}, "a webhook request without our secret or the platform's signature was refused");
    return body(null, 401);
  };
  app.post(path, (context, next) => (hasHeaders(context.req) ? next() : refuse(context)));
  app.post(path, limit, async (context) => {
    const { req, body } = context;
    if (isGenuine && !(await isGenuine(req))) return refuse(context);
    const json: unknown = await req.json().catch(() => undefined);
    if (isClosed || inFlight.size >= maxInFlight) return body(null, 503);
    return body(null, (await inFlight.track(handle(json, req))) ? 200 : 400);
  });
  app.onError((error, context) => {
    if (!isCutOff(context)) log.error({ error }, "what a webhook brought could not be committed");
    return context.body(null, 500);
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
