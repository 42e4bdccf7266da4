import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { expandIPv6 } from "hono/utils/ipaddr";
import { z } from "zod";
import type { ConversationId, IncomingMessage } from "../../app/ports.ts";

/** 32 random bytes in base64url: far more than anyone can guess. */
const session = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const id = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);
const language = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .max(35)
  .optional()
  .catch(undefined);
const usualZones = new Set(Intl.supportedValuesOf("timeZone"));
/** "UTC" is what a browser says that does not want to be recognised. */
const zone = z
  .string()
  .regex(/^[A-Z][\w+-]*(\/[\w+-]+)+$/)
  .max(40)
  .refine(isZone)
  .optional()
  .catch(undefined);
const told = { id, language, zone };
const post = z.union([
  z.strictObject({ ...told, text: z.string().regex(/\S/) }),
  z.strictObject({ ...told, tapped: z.string().min(1).max(64) }),
  z.strictObject({ ...told, unreadable: z.literal(true) }),
]);
const subscription = z.object({
  endpoint: z.url().max(2_048),
  keys: z.object({ p256dh: z.string().max(100), auth: z.string().max(50) }),
});
const push = z.strictObject({ subscription: subscription.nullable() });
const handover = z.strictObject({ key: session, lines: z.array(z.unknown()).max(400) });
const claim = z.strictObject({ key: session });
const seen = z.strictObject({ ids: z.array(z.string().max(64)).max(100) });
const twentyYears = 20 * 366 * 24 * 60 * 60_000;
const clock = z.strictObject({ ahead: z.number().min(-twentyYears).max(twentyYears) });

/**
 * Returns the conversation of a session; nothing if it is no session. The store knows only its hash: whoever reads the
 * store cannot speak in anyone's name.
 */
export function readSession(header: string | undefined): ConversationId | undefined {
  const read = session.safeParse(header);
  return read.success ? `web:${createHash("sha256").update(read.data).digest("base64url")}` : undefined;
}

/** Reads what a page posts for its person. Its id counts within the conversation only. */
export function readPost(body: unknown, conversationId: ConversationId): IncomingMessage | undefined {
  const read = post.safeParse(body);
  if (!read.success) return undefined;
  const { id: given, language: languageHint, zone: zoneHint, ...said } = read.data;
  return {
    ...said,
    id: `${conversationId} ${given}`,
    conversationId,
    ...(languageHint !== undefined && { languageHint }),
    ...(zoneHint !== undefined && { zoneHint }),
  };
}

/** Most browsers write a zone's usual name; to ask for any other takes a hundred times longer. */
function isZone(name: string): boolean {
  if (usualZones.has(name)) return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Reads the ids of the messages that a page has shown. */
export function readSeen(body: unknown): readonly string[] | undefined {
  return seen.safeParse(body).data?.ids;
}

/** Reads where the page's browser takes push messages; null if it takes none any more. */
export function readPush(body: unknown): z.infer<typeof push> | undefined {
  return push.safeParse(body).data;
}

/** Reads what a page hands over: its lines, for whoever has the key. */
export function readHandover(body: unknown): z.infer<typeof handover> | undefined {
  return handover.safeParse(body).data;
}

/** Reads the key of what was handed over. */
export function readClaim(body: unknown): string | undefined {
  return claim.safeParse(body).data?.key;
}

/** Reads how far ahead a conversation's clock is to be, in milliseconds. */
export function readAhead(body: unknown): number | undefined {
  return clock.safeParse(body).data?.ahead;
}

/** Returns the address that limits count by: an IPv6 network as a whole, since one person has all of it. */
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
