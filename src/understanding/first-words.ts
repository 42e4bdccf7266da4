import { tokensOf, wordsOf } from "./tokens.ts";

/** What is read of a message at most, in words and in characters: so no text that a channel lets through holds up everyone else. */
export const mostWords = 200;
const mostCharacters = 4_096;
/** A word, a number or a sign, as a text is typed; accents may be signs of their own. */
const piece = /\p{N}+|[\p{L}\p{M}]+|[^\s\p{Extended_Pictographic}]/gu;
/** What is one word at most, without looking closer. */
const isShort = /^[a-z0-9]{1,40}$/i;

/** Returns what is read of a text, and whether there are words behind it. Signs count for nothing. */
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
