import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConversationId, Store } from "../app/ports.ts";
import { openStore } from "./open-store.ts";

/** The stores of the preview, one for each conversation: they outlive a restart, and are thrown away after a day. */
export interface PreviewStores {
  has(id: ConversationId): boolean;
  open(id: ConversationId): Promise<Store>;
  /** How far the conversation's clock is ahead of the real one, in milliseconds. */
  ahead(id: ConversationId): number;
  keepAhead(id: ConversationId, ms: number): void;
}

const day = 24 * 60 * 60 * 1_000;

/** Opens the folder, which is made where it is missing, and throws away what has not been used since a day before `now`. */
export function openPreviewStores(folder: string, now: number): PreviewStores {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isOld = (name: string) => statSync(join(folder, name)).mtimeMs < now - day;
  const stale = readdirSync(folder).filter((name) => /\.(db|clock)/.test(name));
  const used = new Set(stale.filter((name) => !isOld(name)).map(nameOf));
  for (const name of stale) if (!used.has(nameOf(name))) rmSync(join(folder, name), { force: true });

  const pathOf = (id: ConversationId, ending: string): string =>
    join(folder, `${id.replace(/[^\w-]/g, "_").slice(0, 80)}.${ending}`);
  return {
    has: (id) => existsSync(pathOf(id, "db")),
    open: (id) => openStore(`file:${pathOf(id, "db")}`),
    ahead(id) {
      const path = pathOf(id, "clock");
      return existsSync(path) ? Number(readFileSync(path, "utf8")) || 0 : 0;
    },
    keepAhead: (id, ms) => writeFileSync(pathOf(id, "clock"), String(ms), { mode: 0o600 }),
  };
}

/** All files of one conversation begin alike. */
function nameOf(file: string): string {
  return file.slice(0, file.indexOf("."));
}
