import { matchLanguage } from "../support/match-language.ts";
import type { Locale } from "./locale.ts";
import { placedTexts, pluralFormOf, standIn, withoutForm } from "./texts.ts";

/** The language that the others are translated from. */
export const sourceLanguage = "en";

const wellFormed = /\{\{([a-zA-Z]+)(?:, number)?\}\}/g;
/** What every text may name, and none has to. */
const everywhere = ["languages", "someLanguages"];
/** "The day before" is a form of "3 days before" that needs no number. */
const mayLackCount: ReadonlySet<string> = new Set(["zero", "one", "two"]);

/** Lists the placeholders that a text has and its English does not, or the other way round. */
export function wrongPlaceholders(locales: readonly Locale[]): readonly string[] {
  const languages = locales.map(({ language }) => language);
  const source = locales.find(({ language }) => language === matchLanguage(sourceLanguage, languages));
  const expected = new Map<string, Set<string>>();
  const placeOf = (file: string, key: string) => `${file} ${withoutForm(key)}`;
  for (const { file, key, text } of source ? placedTexts(source.texts) : []) {
    const place = placeOf(file, key);
    expected.set(place, new Set([...(expected.get(place) ?? []), ...namesIn(text)]));
  }
  return locales.flatMap(({ texts, pathOf }) =>
    placedTexts(texts).flatMap(({ file, key, text }) => {
      const problem = problemOf(key, text, expected.get(placeOf(file, key)));
      return problem === undefined ? [] : [`${pathOf(file)}: ${key}: ${problem}`];
    }),
  );
}

function problemOf(key: string, text: string, expected: ReadonlySet<string> | undefined): string | undefined {
  if (text === standIn) return undefined;
  if (/[{}]|\$t\(/.test(text.replace(wellFormed, "")))
    return "expected placeholders as {{name}} or {{name, number}}, with nothing else in braces";
  const own = namesIn(text);
  const unknown = own.filter((name) => expected?.has(name) === false);
  const lacking = [...(expected ?? [])].filter((name) => !own.includes(name) && !isOptional(key, name));
  if (unknown.length > 0) return `has no value for ${inBraces(unknown)}${insteadOf(lacking)}`;
  return lacking.length > 0 ? `lacks ${inBraces(lacking)}` : undefined;
}

function namesIn(text: string): readonly string[] {
  const names = [...text.matchAll(wellFormed)].map(([, name = ""]) => name);
  return names.filter((name) => !everywhere.includes(name));
}

/** True if the form of a text may leave a placeholder out: that of a context, or of one or two. */
function isOptional(key: string, name: string): boolean {
  const form = pluralFormOf(key);
  const isOfContext = withoutForm(key) !== key && form === undefined;
  return isOfContext || (name === "count" && mayLackCount.has(form ?? ""));
}

function inBraces(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `{{${name}}}`).join(", ");
}

function insteadOf(lacking: readonly string[]): string {
  return lacking.length > 0 ? `; expected ${inBraces(lacking)}` : "";
}
