import { detectAll } from "tinyld/light";
import type { Language } from "../conversation/vocabulary.ts";
import { spellingsOf } from "./sentences.ts";
import { tokensOf } from "./tokens.ts";

/** Words that tell a language by themselves, each with its language. */
export type TellingWords = ReadonlyMap<string, Language>;

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

/** Compiles the words of each language that tell it; a word that several languages list is left out. */
export function compileTellingWords(
  words: ReadonlyMap<Language, { readonly telling: readonly string[] }>,
): TellingWords {
  const told = [...words].flatMap(([language, { telling }]) =>
    [...new Set(telling.flatMap(spellingsOf))].map((word) => [word, language] as const),
  );
  return new Map(told.filter(([word]) => told.filter(([other]) => other === word).length === 1));
}

/** Guesses the language of a text; undefined if it is short or unclear. */
export function guessLanguage(
  text: string,
  telling: TellingWords,
  languages: readonly Language[],
): Language | undefined {
  const words = tokensOf(text).flatMap((token) => (/\p{L}/u.test(token.text) ? [token.text] : []));
  const told = words.flatMap((word) => telling.get(word) ?? []);
  if (told.length > 0) return leaderOf(told);
  return words.length < fewestWords ? undefined : guessFromLetters(text, languages);
}

/** Returns the language to which at least two thirds of the telling words belong. */
function leaderOf(told: readonly Language[]): Language | undefined {
  return [...new Set(told)].find(
    (each) => told.filter((other) => other === each).length >= (2 * told.length) / 3,
  );
}

function guessFromLetters(text: string, languages: readonly Language[]): Language | undefined {
  const only = languages.map((language) => language.split("-")[0] ?? language);
  const [best] = detectAll(text.slice(0, mostLetters), { only });
  if (!best || best.accuracy < surestShare) return undefined;
  return languages.find((_, index) => only[index] === best.lang);
}
