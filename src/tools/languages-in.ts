import { readdirSync } from "node:fs";

/** Lists the languages of a folder: each of its folders is one. */
export function languagesIn(locales: string): readonly string[] {
  return readdirSync(locales, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);
}
