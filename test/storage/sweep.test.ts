import { expect, it } from "vitest";
import { openStore } from "../../src/storage/open-store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** How long it takes to find whose messages wait, and how many do, in milliseconds: the best of some tries. */
async function sweepAmong(text: string): Promise<number> {
  const store = await openStore(`file:${temporaryFolder()}/bot.db`);
  const message = { text: [{ type: "text", text }] } as const;
  await store.transaction(async (transaction) => {
    for (let index = 0; index < 2_000; index += 1)
      await transaction.enqueue(`test:${index}`, "answer", [message], { now: index, goodUntil: 10_000 });
  });
  const took = [];
  for (let tries = 0; tries < 15; tries += 1) {
    const began = performance.now();
    expect(await store.conversationsWithOutbox(5_000, 9)).toHaveLength(9);
    expect(await store.outboxState()).toEqual({ count: 2_000, oldest: 0 });
    took.push(performance.now() - began);
  }
  await store.close();
  return Math.min(...took);
}

it("who waits for messages is found without reading the messages, however long they are", async () => {
  const [short, long] = [await sweepAmong("x"), await sweepAmong("x".repeat(20_000))];
  expect(long).toBeLessThan(2 * short + 1);
});
