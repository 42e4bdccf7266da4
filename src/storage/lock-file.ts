import Database from "better-sqlite3";
import { makePrivately } from "./make-privately.ts";

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
