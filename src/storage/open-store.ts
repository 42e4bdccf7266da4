import type { Store } from "../app/ports.ts";
import { StoreError } from "../app/ports.ts";
import { pathOf } from "./database-path.ts";
import type { SqlEngine } from "./sql.ts";
import { Sqlite } from "./sqlite.ts";
import { openSqliteFile } from "./sqlite-file.ts";
import { createStore } from "./store.ts";

/**
 * Opens the store that `url` names: "file:data/objecteur.db", "postgres://user:password@host/database", or "memory:" for one
 * that ends with the process. Rejects with a {@link StoreError} that says what to do.
 */
export async function openStore(url: string): Promise<Store> {
  const engine = await openEngine(url);
  try {
    return await createStore(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function openEngine(url: string): Promise<SqlEngine> {
  if (/^postgres(ql)?:/.test(url)) {
    // Loaded where it is used: its driver takes memory that the others need not pay for.
    const { openPostgres } = await import("./postgres.ts");
    return openPostgres(url);
  }
  if (url === "memory:") return new Sqlite("the store in memory", ":memory:");
  if (url.startsWith("file:")) return openSqliteFile(pathOf(url));
  // Only the scheme is named: the rest may hold a password.
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? "no scheme";
  throw new StoreError(
    `DATABASE_URL: expected "file:" and a path, or postgres://user:password@host/database, got ${scheme}`,
  );
}
