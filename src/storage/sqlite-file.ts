import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import { StoreError } from "../ports.ts";
import { errorCodeOf } from "../support/error-code-of.ts";
import { makeFolder } from "../support/folders.ts";
import { explainOpening } from "./explain-error.ts";
import { newestVersion, readVersion, VERSION_TABLE } from "./migrations.ts";
import { neverCollected } from "./never-collected.ts";
import type { SqlEngine } from "./sql.ts";
import { openSqlite } from "./sqlite.ts";

/**
 * Opens the SQLite file at `path`; creates it, with its folder, if it is missing. Throws a {@link
 * StoreError}, and leaves the file as it is, if it is in use, damaged, newer than this program or not
 * ours.
 */
export function openSqliteFile(path: string): SqlEngine {
  let releaseLock = () => {};
  try {
    makeFolder(dirname(path));
    const file = realName(path);
    refuseOthers(path, file);
    releaseLock = holdLock(path, `${file}.lock`);
    refuseLostLog(path, file);
    makePrivately(file);
    accessSync(file, constants.R_OK | constants.W_OK);
    inspect(path, file);
    for (const part of [file, `${file}-wal`, `${file}-shm`, `${file}.lock`]) makePrivate(part);
    return openSqlite(path, file, { releaseLock });
  } catch (error) {
    releaseLock();
    throw explainOpening(path, error);
  }
}

/**
 * Opens the SQLite file at `path` beside the bot that may be using it. Throws a {@link StoreError} if
 * there is none, or if it is another program's or of another version.
 */
export function openBesideBot(path: string): SqlEngine {
  try {
    if (sizeOf(path) === 0) throw new StoreError(`${path} does not exist yet: start the bot first.`);
    const file = realName(path);
    if (inspect(path, file) < newestVersion)
      throw new StoreError(`${path} was written by an older Objecteur: start this one first.`);
    return openSqlite(path, file);
  } catch (error) {
    throw explainOpening(path, error);
  }
}

/** Resolves links, so that two names of one file lead to the same lock. */
function realName(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
}

/** Refuses what is no file, such as a folder or a device. */
function refuseOthers(path: string, file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  throw new StoreError(
    found.isDirectory()
      ? `${path} is a folder: set DATABASE_URL to a file in it.`
      : `${path} is no file but a device or the like: set DATABASE_URL to another file.`,
  );
}

function makePrivate(file: string): void {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined || (mode & 0o077) === 0) return;
  try {
    chmodSync(file, 0o600);
  } catch (cause) {
    throw new StoreError(`${file} is open to others and belongs to another user: make this user its owner.`, {
      cause,
    });
  }
}

/**
 * The lock is on a file beside the database, so that backups and other tools can still open the
 * database itself.
 */
function holdLock(path: string, lock: string): () => void {
  const releaseLock = lockFile(lock);
  if (releaseLock !== undefined) return releaseLock;
  throw new StoreError(
    `${path} is in use by another Objecteur: stop that one first, or set another DATABASE_URL for this one.`,
  );
}

/** SQLite would delete a log beside an empty database, though the log may hold all the data. */
function refuseLostLog(path: string, file: string): void {
  if (sizeOf(file) > 0 || sizeOf(`${file}-wal`) === 0) return;
  throw new StoreError(
    `${path} is missing, but ${path}-wal is there: restore the one, or move the other away.`,
  );
}

/**
 * Returns the version of the database, 0 if it is new; throws if we may not write to it. Changes
 * nothing in it.
 */
function inspect(path: string, file: string): number {
  if (sizeOf(file) === 0) return 0;
  // Read-only if there is a log: closing a writable database would move the log into it.
  const readonly = sizeOf(`${file}-wal`) > 0;
  const database = neverCollected(new Database(file, { readonly, fileMustExist: true, timeout: 1_000 }));
  const query = (text: string) => neverCollected(database.prepare(text)).pluck();
  try {
    const tables = query("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    if (tables.length === 0) return 0;
    if (!tables.includes(VERSION_TABLE))
      throw new StoreError(
        `${path} is another program's database: set DATABASE_URL to another file. Nothing in it was changed.`,
      );
    const versions = query(`SELECT version FROM ${VERSION_TABLE}`).all();
    const version = readVersion(path, versions);
    const fault = query("PRAGMA quick_check(1)").get();
    if (fault !== "ok")
      throw new StoreError(
        `${path} is damaged: move it away and restore a backup. Nothing in it was changed.`,
      );
    return version;
  } finally {
    database.close();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Takes the lock at `file`, which is created if it is missing, for this process. The system frees it
 * when the process ends, however it ends. Returns a function that frees it earlier, or undefined if
 * another process has it. Throws what the file system or SQLite reports.
 */
export function lockFile(file: string): (() => void) | undefined {
  makePrivately(file);
  const lock = neverCollected(new Database(file, { timeout: 0 }));
  try {
    lock.exec("PRAGMA journal_mode = MEMORY");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code === "SQLITE_BUSY") return undefined;
    throw error;
  }
  return () => lock.close();
}

/**
 * Creates an empty file that only its owner can read; returns false if it exists. An existing one is
 * not even opened: closing it would drop SQLite's locks.
 */
export function makePrivately(file: string): boolean {
  try {
    closeSync(openSync(file, "wx", 0o600));
    return true;
  } catch (error) {
    if (errorCodeOf(error) === "EEXIST") return false;
    throw error;
  }
}
