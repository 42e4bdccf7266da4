import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { StoreError } from "../ports.ts";
import { explainOpening } from "./explain-error.ts";
import { VERSION_TABLE } from "./migrations.ts";
import { neverCollected } from "./never-collected.ts";
import { pathOf } from "./open-store.ts";
import { makePrivately } from "./sqlite-file.ts";

/**
 * Copies the store at `url` to the new file `to`, which only its owner can read, while the bot runs
 * on. Returns the number of conversations in the copy, which was read through and found intact.
 */
export async function backUpStore(url: string, to: string): Promise<number> {
  if (/^postgres(ql)?:/.test(url))
    throw new StoreError(
      "This store is in PostgreSQL, which has its own command: pg_dump --format=custom --file=<file> <DATABASE_URL>, and pg_restore to bring it back.",
    );
  const from = pathOf(url);
  if (!existsSync(from)) throw new StoreError(`${from} does not exist: there is nothing to back up.`);
  if (existsSync(to)) throw new StoreError(`${to} exists already: name a new file. Nothing was overwritten.`);
  if (!existsSync(dirname(to)))
    throw new StoreError(`${dirname(to)} does not exist: make that folder first.`);
  const source = openSource(from);
  try {
    return await copy(from, source, to);
  } catch (error) {
    throw explainOpening(to, error, "name another file");
  } finally {
    source.close();
  }
}

/** Not opened read-only: if no bot runs, SQLite would leave files beside it. */
function openSource(from: string): Database.Database {
  let source: Database.Database | undefined;
  try {
    source = neverCollected(new Database(from, { fileMustExist: true, timeout: 10_000 }));
    const search = neverCollected(source.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?"));
    if (!search.get(VERSION_TABLE))
      throw new StoreError(`${from} is another program's database: correct DATABASE_URL.`);
    return source;
  } catch (error) {
    source?.close();
    throw explainOpening(from, error);
  }
}

/**
 * Writes under another name until the copy is complete, so that half a copy is never taken for a
 * backup.
 */
async function copy(from: string, source: Database.Database, to: string): Promise<number> {
  const unfinished = `${to}.unfinished`;
  if (!makePrivately(unfinished))
    throw new StoreError(
      `${unfinished} is there: another backup is being made, or one was cut off. Wait for it, or remove that file.`,
    );
  try {
    // All pages in one go: a copy in several parts begins again whenever the bot writes in between.
    await source.backup(unfinished, { progress: () => Number.MAX_SAFE_INTEGER });
    const conversations = check(from, unfinished);
    renameSync(unfinished, to);
    return conversations;
  } finally {
    for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(`${unfinished}${end}`, { force: true });
  }
}

/** Reads the whole copy; returns the number of conversations in it. */
function check(from: string, file: string): number {
  const database = neverCollected(new Database(file, { fileMustExist: true }));
  const query = (text: string) => neverCollected(database.prepare(text)).pluck();
  try {
    // Without a write-ahead log, the one file is the whole copy.
    database.exec("PRAGMA journal_mode = DELETE");
    const fault = query("PRAGMA integrity_check(1)").get();
    if (fault !== "ok")
      throw new StoreError(
        `The copy of ${from} is damaged: check the disk, and whether the bot still starts.`,
      );
    return Number(query("SELECT COUNT(*) FROM person").get());
  } finally {
    database.close();
  }
}
