import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/** Answers with `refuse` where a body has more than `most` bytes: by the length that it says, which Node holds it to, else as it arrives. */
export function limitBody(most: number, refuse: (context: Context) => Response): MiddlewareHandler {
  const count = bodyLimit({ maxSize: most, onError: refuse });
  return async (context, next) => {
    const said = context.req.header("content-length");
    // Hono's own limit looks at each body, for which a whole Request is built.
    if (said !== undefined) return Number(said) > most ? refuse(context) : next();
    // It copies the request, and only one of Node's own can be copied.
    const { url, method, headers, body } = context.req.raw;
    context.req.raw = new Request(url, { method, headers, body, duplex: "half" });
    return count(context, next);
  };
}

/** Refuses a body that is too long, and takes no more of it. */
export const refuseLongBody = (context: Context): Response =>
  context.body(null, 413, { connection: "close" });

/** Whether what was given is the secret. Hashed first, both are of equal length, so that the comparison's time reveals nothing. */
export function isSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
