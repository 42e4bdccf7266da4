import type { ConversationId, OutgoingMessage } from "../app/ports.ts";
import { pathOf } from "./database-path.ts";
import { openStore } from "./open-store.ts";
import { openBesideBot } from "./sqlite-file.ts";
import { createStore } from "./store.ts";

/** A post for the bot to send. */
interface LeftMessage {
  readonly to: ConversationId;
  readonly message: OutgoingMessage;
  readonly now: number;
  readonly goodUntil: number;
}

/**
 * Leaves an announcement in the outbox of the store at `url`, whether its bot runs or not: the one that does sends it within
 * seconds. Rejects with a `StoreError` that says what to do.
 */
export async function enqueueAnnouncement(
  url: string,
  { to, message, now, goodUntil }: LeftMessage,
): Promise<void> {
  const store = url.startsWith("file:")
    ? await createStore(openBesideBot(pathOf(url)))
    : await openStore(url);
  try {
    await store.transaction((transaction) =>
      transaction.enqueue(to, "announcement", [message], { now, goodUntil }),
    );
  } finally {
    await store.close();
  }
}
