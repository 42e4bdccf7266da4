import { createHash, timingSafeEqual } from "node:crypto";
import { isIPv6 } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { expandIPv6 } from "hono/utils/ipaddr";
import type { Log } from "../support/log.ts";

/** Compares in constant time: both are hashed first, so that they are of equal length. */
export function isSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}

/** True if whoever sends the request went away before all of its body had arrived. */
export function isCutOff({ env }: Context): boolean {
  const { incoming }: HttpBindings = env;
  return incoming.destroyed && !incoming.complete;
}

/** Returns the address that limits count by; for IPv6 its whole /64, since one person has all of it. */
export function addressOf(context: Context, isProxyTrusted: boolean): string {
  const { remote } = getConnInfo(context);
  return readAddress(remote.address, context.req.header("x-forwarded-for"), isProxyTrusted);
}

/** Reads the address of the connection, or the one in the header of a trusted proxy. */
export function readAddress(remote = "", forwardedFor: string | undefined, isProxyTrusted: boolean): string {
  // The proxy has written the last entry; anyone may have written those before it.
  const last = isProxyTrusted && forwardedFor?.split(",").at(-1)?.trim();
  const address = withoutPort(last || remote).toLowerCase();
  return isIPv6(address) ? networkOf(address) : address.slice(0, 64);
}

/**
 * Removes the port, which some proxies write, as in 192.0.2.1:1234 or [2001:db8::1]:1234, and the
 * prefix of an IPv4 address within an IPv6 one.
 */
function withoutPort(address: string): string {
  return address
    .replace(/^\[(.+)\](?::\d+)?$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/i, "")
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
}

/** The first 64 bits, in a canonical form. */
function networkOf(address: string): string {
  const groups = expandIPv6(address).split(":").slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}

/**
 * How many times the limit of one address each network around it has, the address itself first: see
 * {@link networksAround}.
 */
export const networkShares = [1, 2, 4] as const;

/**
 * Returns the networks by which an address from {@link addressOf} counts. For IPv6: its /64, /56 and
 * /48, since a home line has a whole /56 or /48 (https://www.ripe.net/publications/docs/ripe-690/).
 * For IPv4: the address alone.
 */
export function networksAround(address: string): readonly string[] {
  const [network = "", isIPv6] = address.split("::/64");
  const groups = network.split(":");
  if (isIPv6 === undefined) return [address];
  const [site, last = "0"] = [groups.slice(0, 3).join(":"), groups[3]];
  return [address, `${site}:${(parseInt(last, 16) & 0xff00).toString(16)}::/56`, `${site}::/48`];
}

/**
 * Watches for a proxy that sends people's addresses but is not trusted: then everyone counts as one
 * address. Returns a middleware, to be mounted before all other routes, that logs a warning at the
 * first such request; and whether there was one.
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

/**
 * Not switched on by itself: anyone can write the header, and without a proxy would choose their own
 * address.
 */
const advice =
  "a proxy seems to stand in front (x-forwarded-for), and WEB_TRUST_PROXY is off: everyone counts as one address and shares its limits. If the proxy is yours and adds that header, set WEB_TRUST_PROXY=on; if there is none, leave it off";
