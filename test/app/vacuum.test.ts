import { expect, it } from "vitest";
import { startBot } from "../support/bot-under-test.ts";
import { openMemoryStore } from "../support/open-memory-store.ts";
import { testChannel } from "../support/person-under-test.ts";

/** How often a bot that starts at this time has rewritten its store's file by the end of its first hourly look. */
async function vacuumsAt(now: string): Promise<number> {
  const store = await openMemoryStore();
  let vacuums = 0;
  const { stop } = await startBot({
    campaigns: ["meta"],
    now,
    channel: () => testChannel,
    store: {
      ...store,
      async vacuum() {
        vacuums += 1;
        await store.vacuum();
      },
    },
  });
  await stop();
  return vacuums;
}

it("rewrites the store's file between three and four at night, in the operator's zone, and at no other hour", async () => {
  const hours = ["02:59", "03:00", "03:59", "04:00", "15:30"];
  const counts = await Promise.all(hours.map((hour) => vacuumsAt(`2025-05-20T${hour}`)));
  expect(counts).toEqual([0, 1, 1, 0, 0]);
});
