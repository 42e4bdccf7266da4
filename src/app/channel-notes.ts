import type { ChannelNotes, Store } from "./ports.ts";

/** Returns the notes of the channel of this name, kept in this store. */
export function createChannelNotes(store: Pick<Store, "transaction">, channel: string): ChannelNotes {
  return {
    read: (id) => store.transaction((transaction) => transaction.chatNote(id)),
    update: (id, change) =>
      store.transaction(async (transaction) =>
        transaction.keepChatNote(id, change(await transaction.chatNote(id))),
      ),
    readOwn: () => store.transaction((transaction) => transaction.channelNote(channel)),
    countProactive: (sent) =>
      store.transaction(async (transaction) => {
        for (const at of sent) await transaction.countProactive(channel, at, 0);
      }),
    writeOwn: (note) => store.transaction((transaction) => transaction.keepChannelNote(channel, note)),
  };
}
