import { Hono } from "hono";
import type { Log } from "../app/ports.ts";

/**
 * Watches for a proxy that names people's addresses while it is not trusted: then everyone counts as one address. Returns a middleware, to
 * be served before all other routes, that warns in the log at the first such request, and whether one has come.
 */
export function watchProxy(isProxyTrusted: boolean, log: Log) {
  let isIgnored = false;
  const app = new Hono();
  app.use(async ({ req }, next) => {
    const isNamed = (req.header("x-forwarded-for") ?? req.header("forwarded")) !== undefined;
    if (isNamed && !isProxyTrusted && !isIgnored) {
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
