import { Hono } from "hono";
import type { Log } from "../app/ports.ts";

/** Watches for a proxy that names people's addresses while it is not trusted: then everyone counts as one address. */
export interface ProxyWatch {
  /** To be served before all other routes, of which it answers none. */
  readonly app: Hono;
  /** True once such a request has come. */
  readonly isIgnored: () => boolean;
}

/** Returns a middleware that warns in the log at the first such request; if proxies are trusted, never. */
export function watchProxy(isProxyTrusted: boolean, log: Log): ProxyWatch {
  let isIgnored = false;
  const app = new Hono();
  app.use(async ({ req }, next) => {
    if (
      !isProxyTrusted &&
      !isIgnored &&
      (req.header("x-forwarded-for") ?? req.header("forwarded")) !== undefined
    ) {
      isIgnored = true;
      log.warn({}, advice);
    }
    await next();
  });
  return { app, isIgnored: () => isIgnored };
}

/** Anyone can write the header, and must not choose their own address where there is no proxy. */
const advice =
  "a proxy seems to stand in front (x-forwarded-for), and WEB_TRUST_PROXY is off: everyone counts as one address and shares its limits. If the proxy is yours and adds that header, set WEB_TRUST_PROXY=on; if there is none, leave it off";
