import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CampaignId } from "../campaigns/schema.ts";
import type { Locale } from "../content/locale.ts";
import { sourceLanguage } from "../content/placeholders.ts";
import { readLocales } from "../content/read-content.ts";
import { readIntentFiles } from "../content/read-intents.ts";
import { notedTexts } from "../content/text-notes.ts";
import { placedTexts, pluralFormOf, pluralForms } from "../content/texts.ts";
import type { Language } from "../conversation/vocabulary.ts";
import { UsageError } from "../support/command-line.ts";
import { withoutRegion } from "../support/match-language.ts";

/** What people may type, besides the examples. */
const typedFiles = [
  ...(["accounts", "answers", "commands", "common", "numbers", "services"] as const).map(inSentences),
  ...(["small-talk", "witnesses"] as const).map(inSentences),
  "countries.json",
  "dates.json",
];

function inSentences(name: string): string {
  return `sentences/${name}.json`;
}

/**
 * Lists the languages, one paragraph each: how much of the texts is translated, which files are still
 * English, and whether there are examples; for the `wanted` one, the keys that are not translated too.
 */
export function listLanguages(folder: string, campaigns: readonly CampaignId[], wanted?: Language): string {
  const { locales, source, problems } = readTranslations(folder, campaigns);
  const others = locales.filter(({ language }) => !isSame(language, source.language));
  const listed = others.filter(({ language }) => wanted === undefined || language === wanted);
  if (listed.length === 0 && wanted !== undefined)
    throw new UsageError(`${wanted}: expected one of ${others.map(({ language }) => language).join(", ")}`);
  const paragraphs = listed.map((locale) => {
    const { language } = locale;
    const { wanted: all, untranslated } = translationOf(locale, source, others);
    const done = Math.floor((100 * (all - untranslated.length)) / Math.max(all, 1));
    return [
      `${language}: ${done} % of ${all} texts are translated`,
      ...filesOf(untranslated, wanted === language),
      ...typedLines(folder, language),
    ].join("\n");
  });
  return [...paragraphs, ...(problems.length > 0 ? [`To correct:\n${problems.join("\n")}`] : [])].join(
    "\n\n",
  );
}

/** Writes the English texts as CSV, each with where it is used and how long it may be. */
export function writeNotes(folder: string, campaigns: readonly CampaignId[]): string {
  const { source } = readTranslations(folder, campaigns);
  const rows = notedTexts(source.texts).map(({ file, key, text, where, most }) => [
    file,
    key,
    text,
    where,
    most === undefined ? "" : `max-length:${most}`,
  ]);
  return [["file", "context", "source", "explanation", "flags"], ...rows]
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join())
    .join("\r\n");
}

function readTranslations(folder: string, campaigns: readonly CampaignId[]) {
  const problems: string[] = [];
  const locales = readLocales(folder, campaigns, [], problems);
  const source = locales.find(({ language }) => language === sourceLanguage);
  if (source === undefined)
    throw new UsageError(`${join(folder, sourceLanguage)}: needed, as the others are translated from it`);
  return { locales, source, problems };
}

function isSame(one: Language, other: Language): boolean {
  return withoutRegion(one) === withoutRegion(other);
}

/** Returns all texts of a language by file and key. */
function textsOf({ texts }: Locale): ReadonlyMap<string, string> {
  return new Map(placedTexts(texts).map(({ file, key, text }) => [`${file} ${key}`, text]));
}

/**
 * Returns the texts that are to be translated, and those that are not: that are missing, or stand
 * there in English. What no other language words otherwise either, such as names, is left out.
 */
function translationOf(locale: Locale, source: Locale, all: readonly Locale[]) {
  const own = textsOf(locale);
  const translations = all.map(textsOf);
  const wanted = [...textsOf(source)].filter(([place, text]) => {
    const isWorded = translations.some((texts) => (texts.get(place) ?? text) !== text);
    return hasForm(place, locale.language) && (isWorded || !own.has(place));
  });
  const left = wanted.filter(([place, text]) => (own.get(place) ?? text) === text);
  return { wanted: wanted.length, untranslated: left.map(([place]) => place) };
}

/** True unless the text is of a form of number that the language does not have. */
function hasForm(place: string, language: Language): boolean {
  const form = pluralFormOf(place);
  return form === undefined || pluralForms(language).includes(form);
}

function filesOf(places: readonly string[], withKeys: boolean): readonly string[] {
  const files = [...new Set(places.map((place) => place.split(" ")[0] ?? ""))];
  return files.flatMap((file) => {
    const keys = places
      .filter((place) => place.startsWith(`${file} `))
      .map((place) => place.slice(file.length));
    return [`  ${file}: ${keys.length} to translate`, ...(withKeys ? keys.map((key) => `   ${key}`) : [])];
  });
}

/** Names what people may type that is missing, or still as in English, and how many examples there are. */
function typedLines(folder: string, language: Language): readonly string[] {
  const textIn = (each: Language, file: string) => {
    const path = [each, withoutRegion(each)].map((tag) => join(folder, tag, file)).find(existsSync);
    return path === undefined ? "" : readFileSync(path, "utf8");
  };
  const english = typedFiles.filter((file) => textIn(language, file) === textIn(sourceLanguage, file));
  const lacking = typedFiles.filter((file) => textIn(language, file) === "");
  const files = readIntentFiles(folder, language);
  const count = files?.examples.reduce((sum, { text }) => sum + text.trimEnd().split("\n").length, 0) ?? 0;
  const isEnglish = files?.hash === readIntentFiles(folder, sourceLanguage)?.hash;
  return [
    ...lineOf("what people may type is missing", lacking),
    ...lineOf("what people may type is still English", english),
    count === 0
      ? "  no examples: people are read by buttons, numbers and commands alone"
      : `  examples: ${count}${isEnglish ? ", still English" : ""}`,
  ];
}

function lineOf(what: string, files: readonly string[]): readonly string[] {
  return files.length === 0 ? [] : [`  ${what}: ${files.join(", ")}`];
}
