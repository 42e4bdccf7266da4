import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreError } from "../../src/ports.ts";
import { newestVersion } from "../../src/storage/migrations.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { someConversation } from "../support/store-contract.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "objecteur-"));
  file = join(folder, "objecteur.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What came of opening the store where that has to fail. */
async function refusal(): Promise<object> {
  const error: unknown = await openStore(`file:${file}`).catch((error: unknown) => error);
  if (!(error instanceof StoreError)) throw new Error("expected a StoreError", { cause: error });
  return { message: error.message, files: contents(), openFiles: openFiles() };
}

/** A refusal with this sentence that leaves the files as they are now, and none of them open. */
function untouched(sentence: string): object {
  return { message: expect.stringContaining(sentence), files: contents(), openFiles: [] };
}

function contents(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !name.endsWith(".lock") && !name.endsWith("-shm"))
    .filter((name) => !statSync(join(folder, name)).isDirectory())
    .map((name) => {
      const hash = createHash("sha256").update(readFileSync(join(folder, name)));
      return `${name} ${hash.digest("hex")}`;
    });
}

function openFiles(): readonly string[] {
  if (!existsSync("/proc/self/fd")) return [];
  return readdirSync("/proc/self/fd")
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return "";
      }
    })
    .filter((path) => path.startsWith(folder));
}

async function makeStore(persons = 300): Promise<void> {
  const store = await openStore(`file:${file}`);
  await store.transaction(async (transaction) => {
    for (let number = 0; number < persons; number++)
      await transaction.save(`test:${number}`, someConversation(), 0);
  });
  await store.close();
}

function change(sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

describe("a store refuses, and leaves as it is,", () => {
  it("a file that is no database", async () => {
    writeFileSync(file, "Dear diary, ".repeat(1_000));
    const expected = untouched(`${file} is not a SQLite database: move that file away`);
    expect(await refusal()).toEqual(expected);
  });

  it("another program's database", async () => {
    change("CREATE TABLE cookies (name TEXT)");
    const expected = untouched(`${file} is another program's database: set DATABASE_URL to another file`);
    expect(await refusal()).toEqual(expected);
  });

  it("a file of a newer version", async () => {
    await makeStore();
    change("UPDATE store_version SET version = 999");
    const expected = untouched(
      `${file} was written by a newer Objecteur (store version 999, this one knows ${newestVersion}): start the newer`,
    );
    expect(await refusal()).toEqual(expected);
  });

  it.each([
    ["is too old", "UPDATE store_version SET version = 1", "start commit a760801 of Objecteur on it once"],
    ["tells no version", "DELETE FROM store_version", "does not tell which version of the store it is"],
    ["tells two versions", "INSERT INTO store_version VALUES (2)", "does not tell which version of the"],
    ["tells no number", "UPDATE store_version SET version = 'new'", "does not tell which version of the"],
    ["tells a version of no program", "UPDATE store_version SET version = -1", "does not tell which version"],
  ])("a file that %s", async (_, sql, sentence) => {
    await makeStore(1);
    change(sql);
    expect(await refusal()).toEqual(untouched(sentence));
  });

  it("a file that has other tables than those of its version", async () => {
    await makeStore(1);
    change("UPDATE store_version SET version = 3");
    const sentence = `${file} does not have the tables of its store version 3 (no such table: seen): start the`;
    expect(await refusal()).toMatchObject({ message: expect.stringContaining(sentence), openFiles: [] });
  });

  it("a file of a newer version whose last words are still in the log", async () => {
    await makeStore();
    const database = new Database(file);
    database.exec("UPDATE store_version SET version = 999");
    const log = readFileSync(`${file}-wal`);
    const main = readFileSync(file);
    database.close();
    writeFileSync(file, main);
    writeFileSync(`${file}-wal`, log);
    const expected = untouched("store version 999");
    expect(await refusal()).toEqual(expected);
  });

  it("a file that was cut off", async () => {
    await makeStore();
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const expected = untouched(`${file} is damaged: move it away and restore a backup`);
    expect(await refusal()).toEqual(expected);
  });

  it("a file with a page that was overwritten", async () => {
    await makeStore();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4_096 * 20, 4_096 * 21);
    writeFileSync(file, bytes);
    const expected = untouched(`${file} is damaged: move it away and restore a backup`);
    expect(await refusal()).toEqual(expected);
  });

  it("a log without its database", async () => {
    writeFileSync(`${file}-wal`, "the log of a file that was moved");
    const expected = untouched(`${file} is missing, but ${file}-wal is there`);
    expect(await refusal()).toEqual(expected);
  });

  it("a folder", async () => {
    mkdirSync(file, { recursive: true });
    const expected = untouched(`${file} is a folder: set DATABASE_URL to a file in it`);
    expect(await refusal()).toEqual(expected);
  });

  it("a path through something that is no folder", async () => {
    writeFileSync(join(folder, "notes"), "");
    file = join(folder, "notes", "objecteur.db");
    const error: unknown = await openStore(`file:${file}`).catch((error: unknown) => error);
    expect(String(error)).toBe(
      `StoreError: ${file} cannot be made: part of its path is no folder, or one that takes no files: set DATABASE_URL to another file.`,
    );
  });

  it.skipIf(!existsSync("/dev/full")).each(["/dev/full", "/dev/null"])("a device: %s", async (device) => {
    await expect(openStore(`file:${device}`)).rejects.toThrow(
      `${device} is no file but a device or the like: set DATABASE_URL to another file.`,
    );
    expect(existsSync(`${device}.lock`)).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)("a folder that cannot be written", async () => {
    chmodSync(folder, 0o500);
    const expected = untouched(
      `${file} cannot be opened for writing: let this user write to the file and its folder`,
    );
    expect(await refusal()).toEqual(expected);
    chmodSync(folder, 0o700);
  });

  it("the same file under another name", async () => {
    const store = await openStore(`file:${file}`);
    symlinkSync(file, join(folder, "link.db"));
    await expect(openStore(`file:${join(folder, "link.db")}`)).rejects.toThrow("in use by another Objecteur");
    await store.close();
  });
});

it.each([
  ["mysql://ana:secret@host/db", "got mysql:"],
  ["postgres://ana:sec/ret@[host/db", "expected postgres://user:password@host:5432/database"],
  ["data/objecteur.db", "got no scheme"],
  ["file:", 'expected a file after "file:"'],
  ["file:data/", 'expected a file after "file:"'],
  ["file://host/objecteur.db", "expected an absolute path"],
])("says what is wrong with the address %s, without its password", async (url, sentence) => {
  const error: unknown = await openStore(url).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(StoreError);
  expect(String(error)).toContain(sentence);
  expect(String(error)).not.toContain("secret");
});
