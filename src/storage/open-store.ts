import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ConversationId, type Store, StoreError } from "../ports.ts";
import type { SqlEngine } from "./sql.ts";
import { openSqlite } from "./sqlite.ts";
import { openBesideBot, openSqliteFile } from "./sqlite-file.ts";
import { createStore } from "./store.ts";
import { createVault, openVault } from "./vault.ts";

const day = 24 * 60 * 60 * 1_000;

/**
 * Opens the store that `url` names: "file:data/objecteur.db", "postgres://user:password@host/database", or "memory:" for one
 * that ends with the process. With a key of 32 bytes it is sealed. Rejects with a {@link StoreError} that says what to do.
 */
export async function openStore(url: string, key?: Buffer): Promise<Store> {
  return await storeOn(await openEngine(url), key);
}

async function storeOn(engine: SqlEngine, key: Buffer | undefined): Promise<Store> {
  try {
    return await createStore(engine, randomBytes, key === undefined ? openVault : createVault(key));
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/**
 * Works on the store at `url` beside the bot that may be using it, and closes it again. A message that is put into its outbox is sent by
 * the bot within seconds, or when it starts. Rejects with a {@link StoreError} that says what to do, and as `work` does.
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

/** Opens the stores of the preview, one for each conversation. They outlive a restart. The folder is made where it is missing. */
export function openPreviewStores(folder: string, key?: Buffer) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const open = new Set<string>();
  const nameOf = (id: ConversationId): string => id.replace(/[^\w-]/g, "_").slice(0, 80);
  const fileOf = (id: ConversationId): string => join(folder, `${nameOf(id)}.db`);
  return {
    has: (id: ConversationId) => existsSync(fileOf(id)),
    async open(id: ConversationId): Promise<Store> {
      const store = await openStore(`file:${fileOf(id)}`, key);
      open.add(nameOf(id));
      const close = async () => {
        await store.close();
        open.delete(nameOf(id));
      };
      return { ...store, close };
    },
    /** Gives the store of `from` to `to` in place of its own; neither is open. */
    move(from: ConversationId, to: ConversationId): void {
      const filesOf = (id: ConversationId) =>
        readdirSync(folder).filter((name) => conversationOf(name) === nameOf(id));
      for (const name of filesOf(to)) rmSync(join(folder, name));
      for (const name of filesOf(from))
        renameSync(join(folder, name), join(folder, name.replace(nameOf(from), nameOf(to))));
    },
    /** Throws away those that are not open, and were not used since a day before `now`. */
    throwAway(now: number): void {
      const names = readdirSync(folder);
      const fresh = names.filter((name) => statSync(join(folder, name)).mtimeMs >= now - day);
      const used = new Set([...open, ...fresh.map(conversationOf)]);
      for (const name of names)
        if (!used.has(conversationOf(name))) rmSync(join(folder, name), { force: true });
    },
  };
}

/** Opens the database that `url` names. Rejects with a {@link StoreError} that says what to do. */
export async function openEngine(url: string): Promise<SqlEngine> {
  if (/^postgres(ql)?:/.test(url)) {
    // Loaded where it is used: its driver takes memory that the others need not pay for.
    const { openPostgres } = await import("./postgres.ts");
    return openPostgres(url);
  }
  if (url === "memory:") return openSqlite("the store in memory", ":memory:");
  if (url.startsWith("file:")) return openSqliteFile(pathOf(url));
  // Only the scheme is named: the rest may hold a password.
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? "no scheme";
  throw new StoreError(
    `DATABASE_URL: expected "file:" and a path, or postgres://user:password@host/database, got ${scheme}`,
  );
}

/** The path in "file:data/objecteur.db" and the like. Throws a {@link StoreError} that says what is wrong with it. */
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

/** All files of one conversation begin alike. */
function conversationOf(file: string): string {
  return file.slice(0, file.indexOf("."));
}
