import { detectAll } from "tinyld/light";
import type { Language } from "../conversation/vocabulary.ts";
import { spellingsOf } from "./sentences.ts";
import { tokensOf } from "./tokens.ts";

/** Words that tell a language at once. */
export type TellingWords = ReadonlyMap<string, Language>;

const fewestWords = 5;
const surestShare = 0.6;
/** More of a long text costs time and tells no more. */
const mostLetters = 300;

const address = /[a-z][a-z0-9+.-]*:[/\\]|[\p{L}\p{N}][.。．｡․][\p{L}\p{N}]/iu;

/** Returns a text without its addresses: their words are not the person's. */
export function withoutAddresses(text: string): string {
  return text
    .split(/\s+/)
    .filter((chunk) => !address.test(chunk))
    .join(" ");
}

/** Compiles the words that tell a language; those of several languages tell nothing. */
export function compileTellingWords(
  words: ReadonlyMap<Language, { readonly telling: readonly string[] }>,
): TellingWords {
  const told = [...words].flatMap(([language, { telling }]) =>
    [...new Set(telling.flatMap(spellingsOf))].map((word) => [word, language] as const),
  );
  return new Map(told.filter(([word]) => told.filter(([other]) => other === word).length === 1));
}

/** Guesses the language of what a person writes; nothing where it is short or unclear. */
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

/** Gives the language that is told twice as often as all others. */
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
