import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where campaigns and languages are. */
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
  // Bundled, this lies in `dist/`.
  const root = import.meta.url.includes("/src/support/") ? "../../" : "../";
  return fileURLToPath(new URL(root + path, import.meta.url));
}

/** Lists the languages of a folder, sorted: each of its folders is one. */
export function languagesIn(locales: string): readonly string[] {
  return readdirSync(locales, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}
