import type { Wording } from "../app/ports.ts";
import type { Language } from "../conversation/vocabulary.ts";

/** Texts by their names, in every language. */
export type LanguageTexts = Readonly<Record<Language, Readonly<Record<string, string>>>>;

/**
 * Gives a page's own texts in every language, the first one first: those under `place`, each with the names that the page
 * itself fills in, which stay as `{{name}}`.
 */
export function pageTexts(
  wording: Wording,
  first: Language,
  place: string,
  names: Readonly<Record<string, readonly string[]>>,
): LanguageTexts {
  const languages = [first, ...wording.languages.filter((language) => language !== first)];
  const textIn = (language: Language, name: string, filled: readonly string[]) => {
    const params = Object.fromEntries(filled.map((each) => [each, `{{${each}}}`]));
    return wording.plain({ key: `${place}.${name}`, params }, language);
  };
  return Object.fromEntries(
    languages.map((language) => [
      language,
      Object.fromEntries(
        Object.entries(names).map(([name, filled]) => [name, textIn(language, name, filled)]),
      ),
    ]),
  );
}
