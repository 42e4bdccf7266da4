import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folders of campaigns and languages. */
export interface Folders {
  readonly campaigns: string;
  readonly locales: string;
}

/** The project's own folders. */
export const ownFolders: Folders = {
  campaigns: shippedPath("src/campaigns"),
  locales: shippedPath("locales"),
};

/** Returns the absolute path of a file or folder that the project is shipped with. */
export function shippedPath(path: string): string {
  return join(rootOf(dirname(fileURLToPath(import.meta.url))), path);
}

/**
 * The project's folder: the first one above this file that has a `package.json`, from `src/` or
 * `dist/`.
 */
function rootOf(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : rootOf(dirname(folder));
}

/**
 * Makes the folder and those above it, for this user alone; one that is there stays as it is. Node's
 * own way of doing so never returns for a folder below /proc.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}

/** Lists the languages of a folder, sorted: each of its folders is one. */
export function languagesIn(locales: string): readonly string[] {
  return readdirSync(locales, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}
