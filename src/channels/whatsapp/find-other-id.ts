import { LRUCache } from "lru-cache";
import { z } from "zod";
import { systemTimers, withTimeout } from "../../support/timers.ts";
import type { WhatsAppClient } from "./library.ts";
import { isPrivateChat } from "./read.ts";

/**
 * Resolves with the other id of the chat's person, their number or their lid, if WhatsApp Web knows
 * it. Never rejects.
 */
export type FindOtherId = (chat: string) => Promise<string | undefined>;

const found = z.string().refine(isPrivateChat);
/** A page that is busy for longer is asked again at the person's next message. */
const patienceMs = 1_000;
const idsAreKept = 5_000;

/**
 * Searches only WhatsApp Web's own tables. The library's `getContactLidAndPhone` asks WhatsApp's
 * servers for missing ids, which is said to raise the risk of a ban, wwebjs/whatsapp-web.js#4001.
 */
export function createFindOtherId(client: () => WhatsAppClient | undefined): FindOtherId {
  const known = new LRUCache<string, string>({ max: idsAreKept });
  return async (chat) => {
    const before = known.get(chat);
    if (before !== undefined || !isPrivateChat(chat)) return before;
    const other = await askPage(client(), chat).catch(() => undefined);
    if (other === undefined || isLid(other) === isLid(chat)) return undefined;
    known.set(chat, other);
    return other;
  };
}

/** True for a lid, the kind of id that hides the number. */
export function isLid(chat: string): boolean {
  return chat.endsWith("@lid");
}

async function askPage(client: WhatsAppClient | undefined, chat: string): Promise<string | undefined> {
  const page = client?.pupPage;
  if (!page) return undefined;
  const answer = await withTimeout(systemTimers, patienceMs, page.evaluate(scriptFor(chat)));
  return found.safeParse(answer).data;
}

function scriptFor(chat: string): string {
  return `(async () => {
    const wid = window.require("WAWebWidFactory").createWid(${JSON.stringify(chat)});
    const contacts = window.require("WAWebApiContact");
    const other = await (wid.isLid() ? contacts.getPhoneNumber(wid) : contacts.getCurrentLid(wid));
    return other?._serialized;
  })()`;
}
