import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { languagesIn, ownFolders } from "../../src/support/folders.ts";

const fixtures = fileURLToPath(new URL("../fixtures/locales", import.meta.url));

/** The folders with the texts of the campaigns that only tests know: a new language has them in English. */
export const furtherLocales: readonly string[] = [fixtures, ...inEnglish()];

function inEnglish(): readonly string[] {
  const lacking = languagesIn(ownFolders.locales).filter((each) => !existsSync(join(fixtures, each)));
  if (lacking.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), "further-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const language of lacking) cpSync(join(fixtures, "en"), join(folder, language), { recursive: true });
  return [folder];
}
