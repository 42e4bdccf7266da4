import { readdirSync } from "node:fs";
import { shippedPath } from "../shipped-path.ts";

/** Where campaigns and languages are. */
export interface Folders {
  /** The first is the one that the bot reads, and in which new campaigns are written. */
  readonly campaigns: readonly [string, ...string[]];
  readonly locales: string;
}

/** The project's own folders. */
export const ownFolders: Folders = {
  campaigns: [shippedPath("src/campaigns")],
  locales: shippedPath("locales"),
};

/** Lists the languages of a folder: each of its folders is one. */
export function languagesIn(locales: string): readonly string[] {
  return readdirSync(locales, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);
}
