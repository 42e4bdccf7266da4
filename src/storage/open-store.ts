import { fileURLToPath } from "node:url";
import type { Store } from "../app/ports.ts";
import { openPostgres } from "./postgres.ts";
import type { SqlEngine } from "./sql.ts";
import { Sqlite } from "./sqlite.ts";
import { openSqliteFile } from "./sqlite-file.ts";
import { createStore } from "./store.ts";
import { StoreError } from "./store-error.ts";

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
  if (/^postgres(ql)?:/.test(url)) return openPostgres(url);
  if (url === "memory:") return new Sqlite("the store in memory", ":memory:");
  if (url.startsWith("file:")) return openSqliteFile(pathOf(url));
  // Only the scheme is named: the rest may hold a password.
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? "no scheme";
  throw new StoreError(
    `DATABASE_URL: expected "file:" and a path, or postgres://user:password@host/database, got ${scheme}`,
  );
}

function pathOf(url: string): string {
  const path = url.slice("file:".length);
  if (path === "" || path.endsWith("/"))
    throw new StoreError('DATABASE_URL: expected a file after "file:", such as file:data/objecteur.db');
  if (!path.startsWith("//")) return path;
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new StoreError(
      "DATABASE_URL: after file:// expected an absolute path, as in file:///data/objecteur.db",
      {
        cause,
      },
    );
  }
}
