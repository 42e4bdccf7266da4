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
  const counts = new Map<Language, number>();
  for (const word of words) {
    const language = telling.get(word);
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  if (counts.size > 0) return leaderOf(counts);
  return words.length < fewestWords ? undefined : guessFromLetters(text, languages);
}

/** Gives the language with twice as many words as any other. */
function leaderOf(counts: ReadonlyMap<Language, number>): Language | undefined {
  const [first, second] = [...counts].sort(([, left], [, right]) => right - left);
  return first && first[1] >= 2 * (second?.[1] ?? 0) ? first[0] : undefined;
}

function guessFromLetters(text: string, languages: readonly Language[]): Language | undefined {
  const only = languages.map((language) => language.split("-")[0] ?? language);
  const [best] = detectAll(text.slice(0, mostLetters), { only });
  if (!best || best.accuracy < surestShare) return undefined;
  return languages.find((_, index) => only[index] === best.lang);
}
