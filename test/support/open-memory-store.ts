import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Store } from "../../src/ports.ts";
import { migrate } from "../../src/storage/migrations.ts";
import { openSqlite } from "../../src/storage/sqlite.ts";
import { createStore } from "../../src/storage/store.ts";
import { once } from "../../src/support/memoized.ts";

/** Opens a store that ends with the process: a copy of one that was migrated once, as that takes long. */
export async function openMemoryStore(): Promise<Store> {
  return createStore(openSqlite("the store in memory", await migrated()), randomBytes);
}

/** The bytes of a database in which nothing is. */
const migrated = once(async (): Promise<Buffer> => {
  const folder = mkdtempSync(join(tmpdir(), "objecteur-"));
  const path = join(folder, "migrated.db");
  const engine = openSqlite("the store that is copied", path);
  await migrate(engine);
  await engine.close();
  const database = new Database(path);
  // A database in memory has no write-ahead log.
  database.pragma("journal_mode = DELETE");
  const bytes = database.serialize();
  database.close();
  rmSync(folder, { recursive: true });
  return bytes;
});
