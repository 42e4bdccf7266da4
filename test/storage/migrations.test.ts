import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openStore } from "../../src/storage/open-store.ts";
import { someConversation, someMessage } from "../support/store-contract.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "objecteur-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The tables as the first version of the store made them. */
const firstVersion = `
  CREATE TABLE store_version (version INTEGER NOT NULL);
  INSERT INTO store_version VALUES (1);
  CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE person (
    conversation_id TEXT PRIMARY KEY, person TEXT NOT NULL, place TEXT NOT NULL, seen_at INTEGER NOT NULL
  );
  CREATE TABLE reminder (
    id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id TEXT NOT NULL, campaign TEXT NOT NULL, slot TEXT NOT NULL,
    due_at INTEGER NOT NULL, UNIQUE (conversation_id, campaign, slot)
  );
  CREATE INDEX reminder_due ON reminder (due_at, id);
  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id TEXT NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX outbox_conversation ON outbox (conversation_id, id);
  CREATE TABLE seen (key BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
`;

it("a file of the first version is taken over with everything in it", async () => {
  const file = join(folder, "objecteur.db");
  const old = new Database(file);
  const hour = 3_600_000;
  const { person, place } = someConversation();
  // Nothing was known then of what became of an objection.
  const following = Object.entries(person.following).map(([id, { accounts, linked, sent }]) => [
    id,
    { accounts, linked, sent },
  ]);
  old.exec(firstVersion);
  old
    .prepare("INSERT INTO person VALUES (?, ?, ?, 5)")
    .run(
      "telegram:1",
      JSON.stringify({ version: 1, ...person, following: Object.fromEntries(following) }),
      JSON.stringify(place),
    );
  const remind = old.prepare("INSERT INTO reminder VALUES (?, ?, 'meta', 'soon', ?)");
  remind.run(7, "telegram:1", 30);
  remind.run(8, "whatsapp:33600000000@c.us", 20);
  const put = old.prepare("INSERT INTO outbox VALUES (?, 'telegram:1', ?, ?, 10)");
  put.run(3, "answer", JSON.stringify(someMessage("one")));
  put.run(4, "reminder", JSON.stringify(someMessage("two")));
  old.close();

  const store = await openStore(`file:${file}`);
  expect(await store.conversations(undefined, 9)).toEqual([{ id: "telegram:1", ...someConversation() }]);
  const due = (channel: string) => store.dueReminders({ channel, campaign: "meta" }, 99, 9);
  expect(await due("telegram")).toMatchObject([{ id: 7, dueAt: 30, conversationId: "telegram:1" }]);
  expect(await due("whatsapp")).toMatchObject([{ id: 8, dueAt: 20 }]);
  const rows = await store.outbox("telegram:1");
  expect(rows.map(({ id, createdAt, goodUntil }) => [id, createdAt, goodUntil])).toEqual([
    [3, 10, 10 + hour],
    [4, 10, 10 + 24 * hour],
  ]);
  expect(await store.expire(6, 0, 0, "")).toBe(0);
  await store.close();

  const again = await openStore(`file:${file}`);
  expect(await again.outboxState()).toEqual({ count: 2, oldest: 10 });
  await again.close();
});
