import { randomBytes } from "node:crypto";
import { expect, it, onTestFinished } from "vitest";
import type { Store } from "../../src/ports.ts";
import { openSqlite } from "../../src/storage/sqlite.ts";
import { createStore } from "../../src/storage/store.ts";
import { collectGarbage } from "../support/collect-garbage.ts";

/** Writes more than there is room for. Returns what was to be written, if anything still leads to it. */
async function failToWrite(store: Store): Promise<WeakRef<object>> {
  const note = { words: "x".repeat(100_000) };
  const failed = await store
    .transaction((transaction) => transaction.keepChannelNote("test", note))
    .then(() => false)
    .catch(() => true);
  expect(failed).toBe(true);
  return new WeakRef(note);
}

it("of a write that failed its kind is remembered, and nothing of what was to be written", async () => {
  const engine = openSqlite("the store", ":memory:");
  onTestFinished(() => engine.close());
  const store = await createStore(engine, randomBytes);
  await engine.look((sql) => sql.query("PRAGMA max_page_count = 1"));
  const written = await failToWrite(store);
  // What was awaited last may lead to it for some turns more.
  const isFreed = () => {
    collectGarbage();
    return written.deref() === undefined;
  };
  await expect.poll(isFreed).toBe(true);
  expect(await store.writeTrouble()).toBe("disk-full");
});
