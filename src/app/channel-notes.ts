import type { ChannelNotes, Store } from "./ports.ts";

/** Returns the notes of the channel of this name, kept in this store. */
export function createChannelNotes(store: Pick<Store, "transaction">, channel: string): ChannelNotes {
  return {
    read: (id) => store.transaction((transaction) => transaction.chatNote(id)),
    update: (id, change) =>
      store.transaction(async (transaction) =>
        transaction.keepChatNote(id, change(await transaction.chatNote(id))),
      ),
    lastSeen: (id) => store.transaction((transaction) => transaction.lastSeen(id)),
    readOwn: () => store.transaction((transaction) => transaction.channelNote(channel)),
    writeOwn: (note) => store.transaction((transaction) => transaction.keepChannelNote(channel, note)),
  };
}
