import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type Store, StoreError } from "../ports.ts";
import type { SqlEngine } from "./sql.ts";
import { openSqlite } from "./sqlite.ts";
import { openBesideBot, openSqliteFile } from "./sqlite-file.ts";
import { createStore } from "./store.ts";
import { createCipher, plaintext } from "./vault.ts";

/**
 * Opens the store that `url` names: "file:data/objecteur.db",
 * "postgres://user:password@host/database", or "memory:" for one that ends with the process. With a
 * key of 32 bytes it is sealed. Rejects with a {@link StoreError} that says what to do.
 */
export async function openStore(url: string, key?: Buffer): Promise<Store> {
  return await storeOn(await openEngine(url), key);
}

async function storeOn(engine: SqlEngine, key: Buffer | undefined): Promise<Store> {
  try {
    return await createStore(engine, randomBytes, key === undefined ? plaintext : createCipher(key));
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/**
 * Opens the store at `url` beside a bot that may be using it, runs `work`, and closes it. The bot
 * sends a message that `work` enqueues within seconds, or when it starts. Rejects with a {@link
 * StoreError} that says what to do, and as `work` does.
 */
export async function withStoreBesideBot<Result>(
  url: string,
  key: Buffer | undefined,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const engine = url.startsWith("file:") ? openBesideBot(pathOf(url)) : await openEngine(url);
  const store = await storeOn(engine, key);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Opens the database that `url` names. Rejects with a {@link StoreError} that says what to do. */
export async function openEngine(url: string): Promise<SqlEngine> {
  if (/^postgres(ql)?:/.test(url)) {
    // Loaded only here: its driver takes memory that the other databases need not pay for.
    const { openPostgres } = await import("./postgres.ts");
    return openPostgres(url);
  }
  if (url === "memory:") return openSqlite("the store in memory", ":memory:");
  if (url.startsWith("file:")) return openSqliteFile(pathOf(url));
  // The error names only the scheme: the rest may hold a password.
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? "no scheme";
  throw new StoreError(
    `DATABASE_URL: expected "file:" and a path, or postgres://user:password@host/database, got ${scheme}`,
  );
}

/**
 * The path in "file:data/objecteur.db" and the like. Throws a {@link StoreError} that says what is
 * wrong with it.
 */
export function pathOf(url: string): string {
  const path = url.slice("file:".length);
  if (path === "" || path.endsWith("/"))
    throw new StoreError('DATABASE_URL: expected a file after "file:", such as file:data/objecteur.db');
  if (!path.startsWith("//")) return path;
  try {
    return fileURLToPath(url);
  } catch (cause) {
    const message = "DATABASE_URL: after file:// expected an absolute path, as in file:///data/objecteur.db";
    throw new StoreError(message, { cause });
  }
}
