import { hashOf, spread } from "./hash-text.ts";
import type { MessageWord } from "./message-features.ts";

/** Shorter words are hardly mistyped, or become another word. */
const shortestMistyped = 4;
const lettersBetween = 10;

/** Adds a typing mistake to about one of ten letters; the same words always get the same mistakes. */
export function mistype(words: readonly MessageWord[]): readonly MessageWord[] {
  let letters = 0;
  return words.map((word) => {
    const { text, written } = word;
    if (text !== written || text.length < shortestMistyped) return word;
    letters += text.length;
    if (letters < lettersBetween) return word;
    letters = 0;
    const mistyped = mistypeWord(text, spread(hashOf(text, words.length)));
    return { ...word, text: mistyped, written: mistyped };
  });
}

/** Swaps two letters, leaves one out, or doubles one. */
function mistypeWord(word: string, chance: number): string {
  const at = 1 + (chance % (word.length - 2));
  const [one = "", other = ""] = [word[at], word[at + 1]];
  const instead = [`${other}${one}`, other, `${one}${one}${other}`][(chance >>> 8) % 3];
  return `${word.slice(0, at)}${instead}${word.slice(at + 2)}`;
}
