import { tokensOf, wordsOf } from "./tokens.ts";

/**
 * The most that is read of a message, in words and in characters: so no text that a channel lets
 * through can delay everyone else.
 */
export const mostWords = 200;
const mostCharacters = 4_096;
/** A word, a number or a sign of a text before folding; accents may be characters of their own. */
const piece = /\p{N}+|[\p{L}\p{M}]+|[^\s\p{Extended_Pictographic}]/gu;
/** A piece that surely is one word, so that it need not be folded. */
const isShort = /^[a-z0-9]{1,40}$/i;

/**
 * Returns the part of a text that is read, and whether there are words behind it. Signs do not
 * count as words.
 */
export function firstWords(text: string): { readonly text: string; readonly isCut: boolean } {
  const read = text.slice(0, mostCharacters);
  const isCut = text.length > read.length;
  let words = 0;
  for (const { 0: found, index } of read.matchAll(piece)) {
    words += isShort.test(found) ? 1 : wordsOf(tokensOf(found)).length;
    if (words > mostWords) return { text: read.slice(0, index), isCut: true };
  }
  return { text: read, isCut };
}
