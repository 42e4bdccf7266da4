import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { openStore, withStoreBesideBot } from "../../src/storage/open-store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const post = {
  to: "telegram:-100123",
  message: { text: [{ type: "text", text: "Bonjour" }] },
  now: 1,
  goodUntil: 2,
} as const;

/** Leaves the post in the store, whether its bot runs or not. */
const leave = (url: string) =>
  withStoreBesideBot(url, undefined, (store) =>
    store.transaction((transaction) => transaction.enqueue(post.to, "announcement", [post.message], post)),
  );

it("leaves a post for the bot that has the store open, which finds it among what nobody delivers", async () => {
  const url = `file:${temporaryFolder()}/bot.db`;
  const store = await openStore(url);
  onTestFinished(() => store.close());
  expect(await store.conversationsWithOutbox(0, 10)).toEqual([]);
  await leave(url);
  expect(await store.conversationsWithOutbox(0, 10)).toEqual([post.to]);
  const { message, goodUntil } = post;
  const row = { kind: "announcement", conversationId: post.to, message, createdAt: 1, goodUntil };
  expect(await store.outbox(post.to)).toEqual([expect.objectContaining(row)]);
  // The bot's store goes on as if nobody had looked in.
  expect(await store.transaction((transaction) => transaction.markDone("a deed"))).toBe(true);
});

it("leaves alone what is not there, another program's or an older Objecteur's", async () => {
  const file = `${temporaryFolder()}/bot.db`;
  await expect(leave(`file:${file}`)).rejects.toThrow("does not exist yet: start the bot first");
  const other = new Database(file);
  other.exec("CREATE TABLE theirs (x)");
  await expect(leave(`file:${file}`)).rejects.toThrow("another program's database");
  other.exec("DROP TABLE theirs; CREATE TABLE store_version (version INTEGER NOT NULL)");
  other.exec("INSERT INTO store_version VALUES (2)");
  await expect(leave(`file:${file}`)).rejects.toThrow("written by an older Objecteur");
  expect(other.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "store_version" }]);
  other.close();
});
