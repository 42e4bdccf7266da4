import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { Client } from "pg";
import { temporaryFolder } from "./temporary-folder.ts";

/** Reads a dump of `test/fixtures/stores/`, such as "2-sqlite". */
export function readDump(name: string): string {
  return readFileSync(new URL(`../fixtures/stores/${name}.sql`, import.meta.url), "utf8");
}

/** Writes what a dump tells into a SQLite file; returns its address. */
export function writeKeptFile(dump: string): string {
  const file = `${temporaryFolder()}/objecteur.db`;
  new Database(file).exec(dump).close();
  return `file:${file}`;
}

/** Runs what a dump tells in an empty database of PostgreSQL; returns its address. */
export async function fillKeptDatabase(url: string, dump: string): Promise<string> {
  const client = new Client(url);
  await client.connect();
  await client.query(dump);
  await client.end();
  return url;
}
