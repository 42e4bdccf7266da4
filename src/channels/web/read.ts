import { createHash } from "node:crypto";
import { z } from "zod";
import type { otherSource } from "../../conversation/vocabulary.ts";
import type { ConversationId, IncomingMessage } from "../../ports.ts";
import { canonicalZone } from "../../support/is-zone.ts";

/** 32 random bytes in base64url: cannot be guessed. */
const session = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const id = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);
const language = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .max(35)
  .optional()
  .catch(undefined);
/**
 * In canonical spelling, so that caches by zone do not grow with other spellings. "UTC" has no slash
 * and is left out: browsers that resist fingerprinting report it.
 */
const zone = z
  .string()
  .regex(/^[A-Z][\w+-]*(\/[\w+-]+)+$/)
  .max(40)
  .transform(canonicalZone)
  .optional()
  .catch(undefined);
const source = z.string().max(200).optional().catch(undefined);
const sender = { id, language, zone, source };
const subscription = z.object({
  endpoint: z.url().max(2_048),
  keys: z.object({ p256dh: z.string().max(100), auth: z.string().max(50) }),
});
const twentyYears = 20 * 366 * 24 * 60 * 60_000;

/** The schemas of a page's posts, by route. */
export const posts = {
  /** A message or press of the person; its id is unique within the conversation only. */
  messages: z.union([
    z.strictObject({ ...sender, text: z.string().regex(/\S/) }),
    z.strictObject({ ...sender, tapped: z.string().min(1).max(64) }),
    z.strictObject({ ...sender, unreadable: z.literal(true) }),
  ]),
  /** The ids of the messages that the page has shown. */
  seen: z.strictObject({ ids: z.array(z.string().max(64)).max(100) }),
  /** The push subscription of the browser; null to end it. */
  push: z.strictObject({ subscription: subscription.nullable() }),
  /** The page's lines, for the page that claims the key. */
  handover: z.strictObject({ key: session, lines: z.array(z.unknown()).max(400) }),
  claim: z.strictObject({ key: session }),
  /** How far the preview's clock is to be ahead, in milliseconds. */
  clock: z.strictObject({ ahead: z.number().min(-twentyYears).max(twentyYears) }),
};

/**
 * Returns the conversation of a session; undefined if the header is no session. The id is the
 * session's hash, so that whoever reads the store cannot act for anyone.
 */
export function readSession(header: string | undefined): ConversationId | undefined {
  const read = session.safeParse(header);
  return read.success ? `web:${createHash("sha256").update(read.data).digest("base64url")}` : undefined;
}

/** Turns a posted message into one for the inbox. `known`: the sources that count by themselves. */
export function readPost(
  { id: given, language: languageHint, zone: zoneHint, source, ...said }: z.infer<typeof posts.messages>,
  conversationId: ConversationId,
  known: readonly string[] = [],
): IncomingMessage {
  const id = `${conversationId} ${given}`;
  return { ...said, id, conversationId, languageHint, zoneHint, source: readSource(source, known) };
}

const other: typeof otherSource = "other";

/** Anyone can write any source: the unknown ones are one. None is noted if the operator knows none. */
function readSource(source: string | undefined, known: readonly string[]): string | undefined {
  if (!source || known.length === 0) return undefined;
  return known.includes(source) ? source : other;
}
