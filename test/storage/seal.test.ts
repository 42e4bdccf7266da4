import { execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { Client } from "pg";
import { describe, expect, it } from "vitest";
import type { ConversationId, Store } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { createCipher } from "../../src/storage/vault.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";
import { someConversation, someMessage } from "../support/store-contract.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [key, otherKey] = [randomBytes(32), randomBytes(32)];
const written = (secret: Buffer) => secret.toString("base64url");
const people = Array.from({ length: 450 }, (_, index): ConversationId => `telegram:77000${100 + index}`);
const told = "Zanzibar";
/** The reminder's id in people's calendars. */
const uid = `${told}@objecteur`;

/** What the command line makes of it. */
function seal(url: string, keys: Readonly<Record<string, string>>, ...options: readonly string[]) {
  return new Promise<{ code: unknown; said: string; refused: string }>((resolve) => {
    const env = { PATH: process.env["PATH"], DATABASE_URL: url, ...keys };
    execFile(
      process.execPath,
      ["--no-opt", "dist/main.js", "seal", ...options],
      { cwd: root, env },
      (error, said, refused) => resolve({ code: error?.code ?? 0, said, refused }),
    );
  });
}

/** Everything that is kept of a person, for each of them. */
async function write(store: Store, ids: readonly ConversationId[] = people): Promise<void> {
  const { person, saved } = someConversation();
  const writeOne = (id: ConversationId) =>
    store.transaction(async (transaction) => {
      await transaction.claimUpdateId(`of ${id}`, 5);
      await transaction.save(id, { person: { ...person, zone: told, alertsSince: 5 }, saved }, 5);
      await transaction.keepChatNote(id, { told });
      await transaction.setReminder(id, { campaign: "meta", slot: "soon", dueAt: 10, uid });
      await transaction.enqueue(id, "answer", [someMessage(told)], { now: 5, goodUntil: 50 });
    });
  await Promise.all(ids.map(writeOne));
  await store.close();
}

/** Whether all of it is there, as `write` has left it. */
async function expectEverything(url: string, by: Buffer | undefined, ids = people): Promise<void> {
  const store = await openStore(url, by);
  try {
    const due = await store.dueReminders({ channel: "telegram", campaign: "meta" }, 10, 9_999);
    expect(due.map(({ conversationId }) => conversationId).sort()).toEqual(ids);
    expect(new Set(due.map((reminder) => reminder.uid))).toEqual(new Set([uid]));
    const [first = "telegram:", last = first] = [ids[0], ids.at(-1)];
    expect(await store.outbox(last)).toMatchObject([{ message: someMessage(told), conversationId: last }]);
    await store.transaction(async (transaction) => {
      const { people: wanting } = await transaction.subscribers(0, 9, 9);
      expect(wanting.map(({ id }) => id).sort()).toEqual(ids);
      expect(new Set(wanting.map(({ person }) => person.zone))).toEqual(new Set([told]));
      expect(await transaction.chatNote(first)).toEqual({ told });
      expect(await transaction.claimUpdateId(`of ${first}`, 9)).toBe(false);
    });
  } finally {
    await store.close();
  }
}

const namesSomebody = new RegExp(`77000\\d{3}|${told}|facebook|à 5 h`);

describe("a sealed store in a SQLite file", () => {
  /** All bytes of its files. */
  function contents(file: string): string {
    const files = [file, `${file}-wal`, `${file}-shm`].filter((path) => existsSync(path));
    return execFileSync("cat", files, { maxBuffer: 1e9 }).toString("utf8");
  }

  it("names nobody in any byte of its files, while it runs and afterwards", async () => {
    const file = `${temporaryFolder()}/objecteur.db`;
    const store = await openStore(`file:${file}`, key);
    await store.transaction((transaction) => transaction.save("telegram:77000999", someConversation(), 5));
    expect(contents(file)).not.toMatch(namesSomebody);
    await write(store, people.slice(0, 9));
    expect(contents(file)).not.toMatch(namesSomebody);
    expect(contents(file)).toContain("telegram:~");
  });

  it("is made of one that was open: nothing is lost, and nothing that names anybody is left", async () => {
    const file = `${temporaryFolder()}/objecteur.db`;
    await write(await openStore(`file:${file}`));
    expect(contents(file)).toMatch(namesSomebody);
    const { code, said } = await seal(`file:${file}`, { STORE_KEY: written(key) });
    expect([code, said]).toEqual([0, expect.stringContaining("450 conversations sealed")]);
    expect(contents(file)).not.toMatch(namesSomebody);
    await expectEverything(`file:${file}`, key);
    expect(await seal(`file:${file}`, { STORE_KEY: written(key) })).toMatchObject({
      code: 0,
      said: expect.stringContaining("0 conversations sealed"),
    });
  });

  it("can be sealed under another key, also when that was cut off in the middle", async () => {
    const file = `${temporaryFolder()}/objecteur.db`;
    await write(await openStore(`file:${file}`, key));
    const keys = { STORE_KEY: written(otherKey), STORE_KEY_BEFORE: written(key) };
    const env = { PATH: process.env["PATH"], DATABASE_URL: `file:${file}`, ...keys };
    const dying = 'data:text/javascript,process.stdout.write = () => process.kill(process.pid, "SIGKILL")';
    const cutOff = spawn(process.execPath, ["--import", dying, "dist/main.js", "seal"], { cwd: root, env });
    expect(await once(cutOff, "exit")).toEqual([null, "SIGKILL"]);
    for (const half of [key, otherKey])
      await expect(openStore(`file:${file}`, half)).rejects.toThrow("was cut off: run npm run seal again");
    expect((await seal(`file:${file}`, keys)).code).toBe(0);
    await expectEverything(`file:${file}`, otherKey);
    await expect(openStore(`file:${file}`, key)).rejects.toThrow("STORE_KEY is not the key");
  });

  it("is refused without its key, with a wrong one, and while it is open still; nothing changes", async () => {
    const [sealed, open] = [`${temporaryFolder()}/sealed.db`, `${temporaryFolder()}/open.db`];
    const ids = people.slice(0, 2);
    await write(await openStore(`file:${sealed}`, key), ids);
    await write(await openStore(`file:${open}`), ids);
    await expect(openStore(`file:${sealed}`)).rejects.toThrow("is sealed: set STORE_KEY");
    await expect(openStore(`file:${sealed}`, otherKey)).rejects.toThrow("STORE_KEY is not the key");
    await expect(openStore(`file:${open}`, key)).rejects.toThrow("is not sealed yet");
    const withoutBefore = await seal(`file:${sealed}`, { STORE_KEY: written(otherKey) });
    expect(withoutBefore).toMatchObject({ code: 1, refused: expect.stringContaining("STORE_KEY_BEFORE") });
    await expectEverything(`file:${sealed}`, key, ids);
    await expectEverything(`file:${open}`, undefined, ids);
  });

  it("seals at its start, and when its key changes, what an older program has left readable", async () => {
    for (const keys of [undefined, { STORE_KEY: written(otherKey), STORE_KEY_BEFORE: written(key) }]) {
      const file = `${temporaryFolder()}/objecteur.db`;
      const ids = people.slice(0, 9);
      await write(await openStore(`file:${file}`, key), ids);
      new Database(file).exec(`UPDATE reminder SET uid = '${uid}'`).close();
      if (keys !== undefined) await seal(`file:${file}`, keys);
      await expectEverything(`file:${file}`, keys === undefined ? key : otherKey, ids);
      expect(contents(file)).not.toMatch(namesSomebody);
    }
  });

  it("is not sealed while its bot runs", async () => {
    const file = `${temporaryFolder()}/objecteur.db`;
    const store = await openStore(`file:${file}`);
    const refused = await seal(`file:${file}`, { STORE_KEY: written(key) });
    expect(refused).toMatchObject({ code: 1, refused: expect.stringContaining("in use by another") });
    await store.close();
  });
});

it("what is sealed does not show how long it is, but for multiples of 256 bytes", () => {
  const cipher = createCipher(key);
  const texts = ["", "short", "é".repeat(100), "x".repeat(255)];
  const sealed = texts.map((text) => cipher.seal(text, "row"));
  expect(new Set(sealed.map(({ length }) => length)).size).toBe(1);
  expect(sealed.map((one) => cipher.open(one, "row"))).toEqual(texts);
  expect(cipher.seal("x".repeat(256), "row").length).toBeGreaterThan(sealed[0]?.length ?? 0);
});

describe("npm run seal", () => {
  it("makes a key that it takes", async () => {
    const made = await seal("file:unused.db", {}, "--new-key");
    const [, newKey = ""] = /^STORE_KEY=(\S+)\n$/.exec(made.said) ?? [];
    const url = `file:${temporaryFolder()}/objecteur.db`;
    expect(await seal(url, { STORE_KEY: newKey })).toMatchObject({ code: 0 });
  });

  it.each([
    ["without a key", {}, "STORE_KEY: needed\nUsage:"],
    ["with half of one", { STORE_KEY: "abc" }, "STORE_KEY: expected a key"],
  ])("says in a sentence what is wrong %s", async (_, keys: Record<string, string>, sentence) => {
    const { code, refused } = await seal("file:unused.db", keys);
    expect([code, refused]).toEqual([1, expect.stringContaining(sentence)]);
  });
});

describe.skipIf(missingPostgres())(`a sealed store in PostgreSQL${whySkipped()}`, () => {
  const postgres = sharePostgres();

  it("is made of one that was open, and names nobody in any table", async () => {
    const url = await postgres.server.createDatabase();
    const running = await openStore(url);
    const hold = await running.hold("lead");
    const refused = await seal(url, { STORE_KEY: written(key) });
    expect(refused).toMatchObject({ code: 1, refused: expect.stringContaining("in use by another") });
    await hold?.release();
    const ids = people.slice(0, 50);
    await write(running, ids);
    expect(await seal(url, { STORE_KEY: written(key) })).toMatchObject({ code: 0 });
    const client = new Client(url);
    await client.connect();
    const { rows: tables } = await client.query(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    for (const { name } of tables) {
      const { rows } = await client.query(`SELECT * FROM ${name}`);
      expect(JSON.stringify(rows)).not.toMatch(namesSomebody);
    }
    await client.end();
    await expectEverything(url, key, ids);
  });
});
