import type { Wording } from "../app/ports.ts";
import type { TextKey } from "../conversation/text-key.ts";
import type { Language } from "../conversation/vocabulary.ts";

/** For texts under a place of `conversation.json`, by their names: the placeholders that the page itself fills in. */
export type PageNames<Place extends string> = Readonly<Partial<Record<NameAt<Place>, readonly string[]>>>;

type NameAt<Place extends string, Key = TextKey> = Key extends `${Place}.${infer Name}` ? Name : never;

/** Texts by their names, in every language. */
export type LanguageTexts = Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** Returns a page's own texts in every language, the first one first; placeholders of `names` stay as `{{name}}`. */
export function pageTexts(
  wording: Wording,
  first: Language,
  place: "web" | "operator",
  names: Readonly<Record<string, readonly string[]>>,
): LanguageTexts {
  const languages = [first, ...wording.languages.filter((language) => language !== first)];
  const textIn = (language: Language, name: string, filled: readonly string[]) => {
    const params = Object.fromEntries(filled.map((each) => [each, `{{${each}}}`]));
    return wording.plain({ key: `${place}.${name}` as TextKey, params }, language);
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
