import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConversationId } from "../app/ports.ts";
import { openStore } from "./open-store.ts";

const day = 24 * 60 * 60 * 1_000;

/**
 * Opens the stores of the preview, one for each conversation. They outlive a restart; what has not been used since a day before `now`
 * is thrown away. The folder is made where it is missing.
 */
export function openPreviewStores(folder: string, now: number) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isOld = (name: string) => statSync(join(folder, name)).mtimeMs < now - day;
  const stale = readdirSync(folder).filter((name) => /\.(db|clock)/.test(name));
  const used = new Set(stale.filter((name) => !isOld(name)).map(nameOf));
  for (const name of stale) if (!used.has(nameOf(name))) rmSync(join(folder, name), { force: true });

  const pathOf = (id: ConversationId, ending: string): string =>
    join(folder, `${id.replace(/[^\w-]/g, "_").slice(0, 80)}.${ending}`);
  return {
    has: (id: ConversationId) => existsSync(pathOf(id, "db")),
    open: (id: ConversationId) => openStore(`file:${pathOf(id, "db")}`),
    ahead(id: ConversationId): number {
      const path = pathOf(id, "clock");
      return existsSync(path) ? Number(readFileSync(path, "utf8")) || 0 : 0;
    },
    keepAhead: (id: ConversationId, ms: number) =>
      writeFileSync(pathOf(id, "clock"), String(ms), { mode: 0o600 }),
  };
}

/** All files of one conversation begin alike. */
function nameOf(file: string): string {
  return file.slice(0, file.indexOf("."));
}
