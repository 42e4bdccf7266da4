import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { newDialogue, stranger } from "../../src/conversation/context.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import type { OutgoingMessage, Transaction } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import type { Sql } from "../../src/storage/sql.ts";
import { SqlTransaction } from "../../src/storage/sql-transaction.ts";
import { openSqlite } from "../../src/storage/sqlite.ts";
import { createStore } from "../../src/storage/store.ts";
import { plaintext } from "../../src/storage/vault.ts";
import { storeContract } from "../support/store-contract.ts";

const ana = "test:ana";
const ben = "test:ben";
const soon = { campaign: "meta", slot: "soon", dueAt: 1 };
const saved: SavedState = { version: 1, state: "talk.next", dialogue: newDialogue };
const message: OutgoingMessage = { text: [{ type: "text", text: "1" }] };

const folder = mkdtempSync(join(tmpdir(), "objecteur-"));
let files = 0;
afterAll(() => rmSync(folder, { recursive: true }));

storeContract("SQLite file", () => openStore(`file:${join(folder, `${files++}.db`)}`));
storeContract("sealed SQLite file", () =>
  openStore(`file:${join(folder, `${files++}.db`)}`, randomBytes(32)),
);
storeContract("memory", () => openStore("memory:"));

describe("a transaction on a database with locks", () => {
  it.each<[string, (transaction: Transaction) => Promise<unknown>]>([
    ["is loaded", (transaction) => transaction.load(ana)],
    ["is saved", (transaction) => transaction.save(ana, { person: stranger, saved }, 0)],
    ["gets a reminder", (transaction) => transaction.setReminder(ana, soon)],
    ["loses its reminders", (transaction) => transaction.cancelReminders(ana)],
    [
      "gets a message",
      (transaction) => transaction.enqueue(ana, "answer", [message], { now: 0, goodUntil: 1 }),
    ],
    ["is asked for its note", (transaction) => transaction.chatNote(ana)],
    ["gets a note", (transaction) => transaction.keepChatNote(ana, {})],
    ["is erased", (transaction) => transaction.erase(ana)],
  ])("locks a conversation once, and first of all, when it %s", async (_, work) => {
    const { done, run } = await openLocked();
    await run(async (transaction) => {
      await work(transaction);
      await work(transaction);
    });
    expect(done.length).toBeGreaterThan(1);
    expect(done.flatMap((what, index) => (what === "lock test:ana" ? [index] : []))).toEqual([0]);
  });

  it("locks two conversations in the same order, whichever gets the other's id", async () => {
    const { done, run } = await openLocked();
    await run((transaction) => transaction.rename(ben, ana));
    await run((transaction) => transaction.rename(ana, ben));
    expect(done.filter((what) => what.startsWith("lock"))).toEqual([
      ...["lock test:ana", "lock test:ben"],
      ...["lock test:ana", "lock test:ben"],
    ]);
  });

  it("leaves a reminder to the one who is at its conversation, and takes it where that is itself", async () => {
    const { run, holders, done } = await openLocked();
    await run((transaction) => transaction.setReminder(ana, soon));
    const pending = (transaction: Transaction) => transaction.pendingReminder(1);
    expect(await run(pending)).toMatchObject({ conversationId: ana, ...soon });
    holders.add(ana);
    expect(await run(pending)).toBeUndefined();
    done.length = 0;
    const found = await run(async (transaction) => {
      await transaction.load(ana);
      return await pending(transaction);
    });
    expect(found).toMatchObject({ id: 1 });
    expect(done).not.toContain("try to lock test:ana");
  });

  it("locks nothing more of a conversation whose reminder it has", async () => {
    const { run, done } = await openLocked();
    await run((transaction) => transaction.setReminder(ana, soon));
    done.length = 0;
    await run(async (transaction) => {
      await transaction.pendingReminder(1);
      await transaction.load(ana);
    });
    expect(done.filter((what) => what.includes("lock"))).toEqual(["try to lock test:ana"]);
  });

  it("finds a conversation's rows by its id, without looking at anybody else's", async () => {
    const { run, done, planOf } = await openLocked();
    await run(async (transaction) => {
      await transaction.load(ana);
      await transaction.lastSeen(ana);
      await transaction.chatNote(ana);
      await transaction.reminders(ana);
      await transaction.cancelReminders(ana);
      await transaction.cancelReminders(ana, { campaign: "meta" });
      await transaction.setReminder(ana, soon);
      await transaction.dropOutbox(ana, "reminder");
      await transaction.rename(ana, ben);
      await transaction.erase(ben);
    });
    const asked = done.filter((text) => text.includes("WHERE conversation_id = $1"));
    expect(asked.length).toBeGreaterThan(10);
    for (const text of asked)
      expect({ text, plan: await planOf(text) }).toEqual({
        text,
        plan: expect.arrayContaining([expect.stringContaining("(conversation_id=?")]),
      });
  });

  it("has what it erases overwritten in the files", async () => {
    const { run, done } = await openLocked();
    await run((transaction) => transaction.erase(ana));
    expect(done.at(-1)).toBe("truncate the log");
  });
});

it("waits for the disk with all but the removal of what was delivered", async () => {
  const engine = openSqlite("a database", join(folder, `${files++}.db`));
  const store = await createStore(engine, randomBytes);
  onTestFinished(() => store.close());
  const waits = () => engine.look(async (sql) => (await sql.query("PRAGMA synchronous"))[0]?.["synchronous"]);
  const [normal, full] = [1, 2];
  await store.transaction((transaction) =>
    transaction.enqueue(ana, "answer", [message], { now: 0, goodUntil: 1 }),
  );
  expect(await waits()).toBe(full);
  await store.removeFromOutbox([1]);
  expect(await waits()).toBe(normal);
  await Promise.all([
    store.removeFromOutbox([1]),
    store.transaction((transaction) => transaction.cancelReminders(ana)),
  ]);
  expect(await waits()).toBe(full);
});

it("keeps nothing of a transaction that the full disk has cut off, not even what was asked beside it", async () => {
  const engine = openSqlite("a database", ":memory:");
  onTestFinished(() => engine.close());
  await engine.transaction((sql) => sql.run("CREATE TABLE note (body TEXT)"));
  await engine.look((sql) => sql.query("PRAGMA max_page_count = 2"));
  const writing = engine.transaction((sql) =>
    Promise.all(
      ["x".repeat(100_000), "short"].map((body) => sql.run("INSERT INTO note VALUES ($1)", [body])),
    ),
  );
  await expect(writing).rejects.toThrow("the disk is full");
  expect(await engine.look((sql) => sql.query("SELECT body FROM note"))).toEqual([]);
});

it("lets the process do other things between transactions that each fail on a full disk", async () => {
  const engine = openSqlite("a database", ":memory:");
  onTestFinished(() => engine.close());
  await engine.transaction((sql) => sql.run("CREATE TABLE note (body TEXT)"));
  await engine.look((sql) => sql.query("PRAGMA max_page_count = 2"));
  const insert = (sql: Sql) => sql.run("INSERT INTO note VALUES ($1)", ["x".repeat(100_000)]);
  const order: string[] = [];
  const writing = ["first", "second"].map((name) =>
    engine.transaction(insert).catch(() => order.push(`${name} has failed`)),
  );
  void writing[0]?.then(() => setImmediate(() => order.push("something else")));
  await Promise.all(writing);
  expect(order).toEqual(["first has failed", "something else", "second has failed"]);
});

/** A real database; what is asked of it is noted, and `holders` names the conversations that others have locked. */
async function openLocked() {
  const engine = openSqlite("a database", ":memory:");
  const migrated = await createStore(engine, randomBytes);
  onTestFinished(() => migrated.close());
  const done: string[] = [];
  const holders = new Set<string>();
  const noting = (sql: Sql): Sql => ({
    query(text, parameters) {
      done.push(text);
      return sql.query(text, parameters);
    },
    run(text, parameters) {
      done.push(text);
      return sql.run(text, parameters);
    },
    lock: async (name) => void done.push(`lock ${name}`),
    async tryLock(name) {
      done.push(`try to lock ${name}`);
      return !holders.has(name);
    },
    truncateLog: () => void done.push("truncate the log"),
  });
  const run = <T>(work: (transaction: Transaction) => Promise<T>) =>
    engine.transaction((sql) => work(new SqlTransaction(noting(sql), Buffer.from("secret"), plaintext)));
  /** How the database would look for the rows that a statement names. */
  const planOf = (text: string) =>
    engine.look(async (sql) =>
      (await sql.query(`EXPLAIN QUERY PLAN ${text.replace(/\$\d+/g, "'1'")}`)).map((row) => row["detail"]),
    );
  return { run, done, holders, planOf };
}
