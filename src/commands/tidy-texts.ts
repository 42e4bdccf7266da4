import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { namespaceOf } from "../content/texts.ts";
import { UsageError } from "../support/command-line.ts";
import { readJsonFile } from "../support/data-files.ts";
import { type Folders, languagesIn } from "../support/folders.ts";
import { withoutRegion } from "../support/match-language.ts";

/** Replacements for characters that keyboards lack, in all languages. */
const everywhere: readonly (readonly [RegExp, string])[] = [
  [/->/g, "→"],
  [/'/g, "’"],
  [/\.\.\./g, "…"],
];

/** Replacements of quotes, and of spaces by non-breaking ones, by language. */
const byLanguage: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  en: [[/"([^"]*)"/g, "“$1”"]],
  fr: [
    [/"([^"]*)"/g, "« $1 »"],
    [/ (?=[:»])/g, "\u00A0"],
    [/(?<=«) /g, "\u00A0"],
    [/ (?=[;?!])/g, "\u202F"],
    [/(?<=\d) (?=(?:h|ans|%|€)(?!\p{L}))/gu, "\u00A0"],
  ],
};

/**
 * Corrects apostrophes, quotes and spaces in the texts of a campaign; returns the files that it
 * changed.
 */
export function tidyTexts(id: string, { locales }: Folders): readonly string[] {
  const files = languagesIn(locales).map((language) => ({
    language,
    path: join(locales, language, `${namespaceOf(id)}.json`),
  }));
  const there = files.filter(({ path }) => existsSync(path));
  if (there.length === 0) throw new UsageError(`${id}: has no texts in ${locales}`);
  return there.flatMap(({ language, path }) => {
    const file = readJsonFile(path);
    if ("problem" in file) throw new UsageError(file.problem);
    const before = file.content;
    const after = tidied(before, [...everywhere, ...(byLanguage[withoutRegion(language)] ?? [])]);
    if (JSON.stringify(after) === JSON.stringify(before)) return [];
    writeFileSync(path, `${JSON.stringify(after, undefined, 2)}\n`);
    return [path];
  });
}

/** Leaves lists as they are: they hold what people type on their keyboards. */
function tidied(content: unknown, replacements: readonly (readonly [RegExp, string])[]): unknown {
  if (typeof content === "string")
    return replacements.reduce(
      (text, [pattern, replacement]) => text.replaceAll(pattern, replacement),
      content,
    );
  if (typeof content !== "object" || content === null || Array.isArray(content)) return content;
  return Object.fromEntries(
    Object.entries(content).map(([part, value]) => [part, tidied(value, replacements)]),
  );
}
