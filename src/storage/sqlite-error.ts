import Database from "better-sqlite3";
import { StoreError } from "../app/ports.ts";

/** Turns what SQLite reports into a sentence for the operator; returns any other error back. */
export function explainSqlite(name: string, error: unknown): unknown {
  return error instanceof Database.SqliteError ? withSentence(name, error, error.code) : error;
}

/** The same for what happens while a file is opened, where the file system reports too. */
export function explainOpening(name: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return error;
  return withSentence(name, error, error.code);
}

const notWritable = "let this user write to the file and its folder, or set DATABASE_URL to another.";

/** By how an error's code begins. */
const sentences: readonly (readonly [string, string])[] = [
  ["SQLITE_CORRUPT", "is damaged: move it away and restore a backup. Nothing in it was changed."],
  [
    "SQLITE_NOTADB",
    "is not a SQLite database: move that file away, or set DATABASE_URL to another. Nothing in it was changed.",
  ],
  ["SQLITE_BUSY", "is being written by another program: end that program's transaction, then try again."],
  ["SQLITE_FULL", "cannot grow, the disk is full: make room on it."],
  ["ENOSPC", "cannot grow, the disk is full: make room on it."],
  ["SQLITE_READONLY", `is read-only: ${notWritable}`],
  ["EROFS", `is read-only: ${notWritable}`],
  ["SQLITE_CANTOPEN", `cannot be opened for writing: ${notWritable}`],
  ["EACCES", `cannot be opened for writing: ${notWritable}`],
  ["EPERM", `cannot be opened for writing: ${notWritable}`],
  ["ENOTDIR", "cannot be made: part of its path is no folder. Correct DATABASE_URL."],
  ["EEXIST", "cannot be made: part of its path is no folder. Correct DATABASE_URL."],
  ["ENOENT", "cannot be made: part of its path is no folder. Correct DATABASE_URL."],
  ["SQLITE_IOERR", "cannot be read or written, the disk reports a fault: check the disk."],
];

function withSentence(name: string, cause: Error, code: string): Error {
  const found = sentences.find(([beginning]) => code.startsWith(beginning));
  return found ? new StoreError(`${name} ${found[1]}`, { cause }) : cause;
}
