import { fileURLToPath } from "node:url";

/** Where campaigns and languages lie. */
export interface Folders {
  /** The first is the one that the bot reads, and that new campaigns go to. */
  readonly campaigns: readonly [string, ...string[]];
  readonly locales: string;
}

/** The project's own folders. */
export function ownFolders(): Folders {
  const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  return { campaigns: [pathOf("../campaigns")], locales: pathOf("../../locales") };
}
