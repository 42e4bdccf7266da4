import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where campaigns and languages lie. */
export interface Folders {
  /** The first is the one that the bot reads, and that new campaigns go to. */
  readonly campaigns: readonly [string, ...string[]];
  readonly locales: string;
}

/** The project's own folders: campaigns that are offered, and those that are ready and not yet offered. */
export function ownFolders(): Folders {
  const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const next = [pathOf("../campaigns/next")].filter(existsSync);
  return { campaigns: [pathOf("../campaigns"), ...next], locales: pathOf("../../locales") };
}
