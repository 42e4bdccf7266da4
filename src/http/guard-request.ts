import { createHash, timingSafeEqual } from "node:crypto";
import { isIPv6 } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { expandIPv6 } from "hono/utils/ipaddr";
import type { Log } from "../support/log.ts";

/** Whether what was given is the secret. Hashed first, both are of equal length, so that the comparison's time reveals nothing. */
export function isSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}

/** Returns the address that limits count by: an IPv6 network as a whole, since one person has all of it. */
export function addressOf(context: Context, isProxyTrusted: boolean): string {
  const { remote } = getConnInfo(context);
  return readAddress(remote.address, context.req.header("x-forwarded-for"), isProxyTrusted);
}

/** Reads it off the connection, or off the header of a proxy that is trusted. */
export function readAddress(remote = "", forwardedFor: string | undefined, isProxyTrusted: boolean): string {
  // The last entry is the proxy's own; what stands before it anyone may have written.
  const last = isProxyTrusted && forwardedFor?.split(",").at(-1)?.trim();
  const address = withoutPort(last || remote).toLowerCase();
  return isIPv6(address) ? networkOf(address) : address.slice(0, 64);
}

/** Some proxies write 192.0.2.1:1234 or [2001:db8::1]:1234, each time with another port; an IPv4 address may come as an IPv6 one. */
function withoutPort(address: string): string {
  return address
    .replace(/^\[(.+)\](?::\d+)?$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/i, "")
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
}

/** The first 64 bits, written in one way only. */
function networkOf(address: string): string {
  const groups = expandIPv6(address).split(":").slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}

/** How many times as much as one address each network around it may have, the address itself first: see {@link networksAround}. */
export const networkShares = [1, 2, 4] as const;

/**
 * Returns the networks by which an address counts, as {@link addressOf} gives it: for IPv6 its /64, /56 and /48, since a home line has one
 * of the latter two to itself (https://www.ripe.net/publications/docs/ripe-690/); for IPv4 the address alone.
 */
export function networksAround(address: string): readonly string[] {
  const [network = "", isIPv6] = address.split("::/64");
  const groups = network.split(":");
  if (isIPv6 === undefined) return [address];
  const [site, last = "0"] = [groups.slice(0, 3).join(":"), groups[3]];
  return [address, `${site}:${(parseInt(last, 16) & 0xff00).toString(16)}::/56`, `${site}::/48`];
}

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
