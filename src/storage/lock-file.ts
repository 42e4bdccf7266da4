import { closeSync, openSync } from "node:fs";
import Database from "better-sqlite3";

/**
 * Takes the lock at `file`, which is made where it is missing, for this process; the system frees it when the process ends, however
 * it ends. Returns what frees it earlier, or nothing while another process has it. Throws what the file system or SQLite reports.
 */
export function lockFile(file: string): (() => void) | undefined {
  makePrivately(file);
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.pragma("journal_mode = MEMORY");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code === "SQLITE_BUSY") return undefined;
    throw error;
  }
  return () => lock.close();
}

/**
 * Makes an empty file that only its owner reads; returns false if the file is there already. That one is not even opened: closing it
 * would drop SQLite's locks.
 */
export function makePrivately(file: string): boolean {
  try {
    closeSync(openSync(file, "wx", 0o600));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
