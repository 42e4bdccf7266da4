import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/** How much is read from people who may be strangers, in bytes. */
interface BodyLimits {
  /** Of one body. */
  readonly most: number;
  /** A body of up to so many is a usual one, any other a large one. */
  readonly usual: number;
  /** Of all usual bodies that are under way at the same time. */
  readonly usualUnderWay: number;
  /** Of all large ones, apart: a few of them keep no usual one out. */
  readonly largeUnderWay: number;
}

interface BodyRefusals {
  readonly tooLong: (context: Context) => Response;
  /** Too much is under way: it may come again. */
  readonly full: (context: Context) => Response;
}

/**
 * Returns the middleware that answers with `tooLong` if a body has more than `most` bytes: by the length that it says, which Node holds it
 * to, else as it arrives; and with `full`, before anything of it is read, if it does not fit beside those that are under way. A body is under
 * way until its request is answered; one without a length counts as the longest.
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
    // Hono's own limit looks at each body, for which a whole Request is built.
    const answering = said === undefined ? count(copied(context), next) : next();
    return await answering.finally(leave);
  };
}

/** Returns what takes the room of a body of so many bytes; it returns what gives it back, or nothing if there is too little. */
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

/** Hono's limit copies the request, and only one of Node's own can be copied. */
function copied(context: Context): Context {
  const { url, method, headers, body } = context.req.raw;
  context.req.raw = new Request(url, { method, headers, body, duplex: "half" });
  return context;
}
