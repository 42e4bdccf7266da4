import type { Language } from "../conversation/vocabulary.ts";
import type { Locale } from "./locale.ts";
import { entriesOf, isRecord, type Texts } from "./texts.ts";

/** A phone shows so many characters of a button. */
const mostOnButton = 40;
const between = " / ";

/**
 * Puts the names of all languages, each in its own words and the usual one first, in place of
 * `{{languages}}` in the texts, and as many as fit on a button in place of `{{someLanguages}}`.
 */
export function withLanguageNames(locales: readonly Locale[], usual?: Language): readonly Locale[] {
  const isUsual = ({ language }: Locale) => Number(language === usual);
  const names = locales.toSorted((one, other) => isUsual(other) - isUsual(one)).map(ownName);
  const filled = (text: string) =>
    text.replaceAll("{{languages}}", names.join(between)).replaceAll("{{someLanguages}}", asManyAsFit(names));
  return locales.map((locale) => ({
    ...locale,
    texts: new Map([...locale.texts].map(([namespace, texts]) => [namespace, changed(texts, filled)])),
  }));
}

/** Returns what a language calls itself; its tag if that is missing. */
function ownName({ language, texts }: Locale): string {
  const [name] = entriesOf(texts.get("conversation") ?? {}).filter(([key]) => key === "language.name");
  return name?.[1] ?? language;
}

function asManyAsFit(names: readonly string[]): string {
  const all = names.join(between);
  if (all.length <= mostOnButton) return all;
  const lists = names.map((_, index) => [...names.slice(0, index), "…"].join(between));
  return lists.findLast(({ length }) => length <= mostOnButton) ?? "…";
}

function changed(texts: Texts, change: (text: string) => string): Texts {
  const entries = Object.entries(texts).map(([part, value]): [string, Texts[string]] => {
    if (typeof value === "string") return [part, change(value)];
    return [part, isRecord(value) ? changed(value, change) : value];
  });
  return Object.fromEntries(entries);
}
