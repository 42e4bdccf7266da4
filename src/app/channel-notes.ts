import { localDay, nameOf } from "../conversation/calendar-day.ts";
import type { Zone } from "../conversation/vocabulary.ts";
import type { ChannelNotes, Store } from "../ports.ts";
import { day } from "../support/durations.ts";

/** A message may be read so long after its delivery: until then its id is kept, and not counted again. */
const readWithin = 30 * day;

/** Returns the notes of the channel of this name, kept in this store. Its days are those of the zone. */
export function createChannelNotes(
  store: Pick<Store, "transaction">,
  channel: string,
  zone: Zone,
): ChannelNotes {
  return {
    read: (id) => store.transaction((transaction) => transaction.chatNote(id)),
    update: (id, change) =>
      store.transaction(async (transaction) =>
        transaction.keepChatNote(id, change(await transaction.chatNote(id))),
      ),
    lastSeen: (id) => store.transaction((transaction) => transaction.lastSeen(id)),
    readOwn: () => store.transaction((transaction) => transaction.channelNote(channel)),
    writeOwn: (note) => store.transaction((transaction) => transaction.keepChannelNote(channel, note)),
    countCharge: ({ messageId, category, isBillable, at }) =>
      store.transaction(async (transaction) => {
        const key = `${channel}:charge:${messageId}`;
        if (!(await transaction.claimUpdateId(key, at + readWithin))) return;
        const what = `${isBillable ? "charged" : "free"}-${category}` as const;
        const count = { channel, campaign: "", language: "", what, count: 1 };
        await transaction.addCounts(nameOf(localDay(at, zone)), [count]);
      }),
  };
}
