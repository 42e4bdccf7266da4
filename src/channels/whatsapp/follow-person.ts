import { LRUCache } from "lru-cache";
import type { Inbox } from "../../app/ports.ts";
import { type FindOtherId, isLid } from "./find-other-id.ts";

interface FollowOptions {
  readonly inbox: Pick<Inbox, "moved">;
  readonly findOtherId: FindOtherId;
}

const peopleAreKept = 5_000;

/**
 * Returns a function to be called with the chat in which someone writes: what is known of them under their other id, their number or their
 * lid, is moved here. Resolves after the commit.
 */
export function createFollowPerson({ inbox, findOtherId }: FollowOptions): (chat: string) => Promise<void> {
  /** By their lid, the chat in which people wrote last. */
  const latest = new LRUCache<string, string>({ max: peopleAreKept });
  return async (chat) => {
    const other = await findOtherId(chat);
    if (other === undefined) return;
    const lid = isLid(chat) ? chat : other;
    if (latest.get(lid) === chat) return;
    await inbox.moved(`whatsapp:${other}`, `whatsapp:${chat}`);
    latest.set(lid, chat);
  };
}
