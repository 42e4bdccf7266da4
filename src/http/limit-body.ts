import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/** How much is read from people who may be strangers, in bytes. */
interface BodyLimits {
  /** The size of one body. */
  readonly most: number;
  /** A body of up to this size is usual, any other is large. */
  readonly usual: number;
  /** The total of the usual bodies in flight. */
  readonly usualUnderWay: number;
  /** The total of the large ones, counted apart, so that a few of them keep no usual one out. */
  readonly largeUnderWay: number;
}

interface BodyRefusals {
  readonly tooLong: (context: Context) => Response;
  /** Too much is in flight: the client may retry. */
  readonly full: (context: Context) => Response;
}

/**
 * Returns the middleware that answers with `tooLong` if a body has more than `most` bytes: by its
 * content-length, which Node enforces, else as it arrives; and with `full`, before it reads any of the
 * body, if too much is in flight. A body is in flight until its request is answered; one without a
 * content-length counts as the longest.
 */
export function limitBody(limits: BodyLimits, { tooLong, full }: BodyRefusals): MiddlewareHandler {
  const { most } = limits;
  const count = bodyLimit({ maxSize: most, onError: tooLong });
  const takeRoom = createRoom(limits);
  return async (context, next) => {
    const said = lengthOf(context);
    if (said !== undefined && said > most) return tooLong(context);
    const leave = takeRoom(said ?? most);
    if (leave === undefined) return full(context);
    // Only without a content-length: Hono's own limit builds a whole Request for each body.
    const answering = said === undefined ? count(copied(context), next) : next();
    return await answering.finally(leave);
  };
}

/**
 * Returns a function that reserves room for a body of this size. It returns a function that frees the
 * room, or undefined if there is too little.
 */
function createRoom({ usual, usualUnderWay, largeUnderWay }: BodyLimits) {
  const left = { usual: usualUnderWay, large: largeUnderWay };
  return (size: number): (() => void) | undefined => {
    const kind = size <= usual ? "usual" : "large";
    if (size > left[kind]) return undefined;
    left[kind] -= size;
    return () => {
      left[kind] += size;
    };
  };
}

/** The length of the body in bytes; undefined if it comes in chunks. */
function lengthOf({ req }: Context): number | undefined {
  const said = req.header("content-length");
  if (said !== undefined) return Number(said);
  return req.header("transfer-encoding") === undefined ? 0 : undefined;
}

/** Hono's limit copies the request, and only one of Node's own classes can be copied. */
function copied(context: Context): Context {
  const { url, method, headers, body } = context.req.raw;
  context.req.raw = new Request(url, { method, headers, body, duplex: "half" });
  return context;
}
