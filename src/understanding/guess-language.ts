import { detectAll } from "tinyld/light";
import type { Language } from "../conversation/vocabulary.ts";
import { withoutRegion } from "../support/match-language.ts";
import { groupedBy } from "./grouped-by.ts";
import { spellingsOf } from "./sentences.ts";
import { tokensOf } from "./tokens.ts";

/** Words that tell a language by themselves, each with its language. */
export type LanguageMarkers = ReadonlyMap<string, Language>;

const fewestWords = 5;
const surestShare = 0.6;
/** Only the first letters are read: more costs time and tells no more. */
const mostLetters = 300;

const address = /[a-z][a-z0-9+.-]*:[/\\]|[\p{L}\p{N}][.。．｡․][\p{L}\p{N}]/iu;

/** Returns a text without its addresses: their words are not the person's own. */
export function withoutAddresses(text: string): string {
  return text
    .split(/\s+/)
    .filter((chunk) => !address.test(chunk))
    .join(" ");
}

/**
 * Compiles the words of each language that tell it; a word that several languages list is left out.
 * Regions of a language count as the first of them.
 */
export function compileLanguageMarkers(
  words: ReadonlyMap<Language, { readonly languageMarkers: readonly string[] }>,
): LanguageMarkers {
  const firstRegion = (language: Language) =>
    [...words.keys()].find((each) => withoutRegion(each) === withoutRegion(language)) ?? language;
  const marked = [...words].flatMap(([language, { languageMarkers }]) =>
    languageMarkers.flatMap(spellingsOf).map((word) => [word, firstRegion(language)] as const),
  );
  const languagesOf = groupedBy(marked, ([word]) => word);
  return new Map(marked.filter(([word, own]) => languagesOf.get(word)?.every(([, other]) => other === own)));
}

/** Guesses the language of a text; undefined if it is short or unclear. */
export function guessLanguage(
  text: string,
  languageMarkers: LanguageMarkers,
  languages: readonly Language[],
): Language | undefined {
  const words = tokensOf(text).flatMap((token) => (/\p{L}/u.test(token.text) ? [token.text] : []));
  const marked = words.flatMap((word) => languageMarkers.get(word) ?? []);
  if (marked.length > 0) return leaderOf(marked);
  return words.length < fewestWords ? undefined : guessFromLetters(text, languages);
}

/** Returns the language to which at least two thirds of the markers belong. */
function leaderOf(marked: readonly Language[]): Language | undefined {
  return [...new Set(marked)].find(
    (each) => marked.filter((other) => other === each).length >= (2 * marked.length) / 3,
  );
}

function guessFromLetters(text: string, languages: readonly Language[]): Language | undefined {
  const only = languages.map(withoutRegion);
  const [best] = detectAll(text.slice(0, mostLetters), { only });
  if (!best || best.accuracy < surestShare) return undefined;
  return languages.find((_, index) => only[index] === best.lang);
}
