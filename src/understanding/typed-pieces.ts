import type { Span, Stretch } from "./entities/span.ts";
import { keyOf, tokensOf, wordsOf } from "./tokens.ts";

const emoji = /^\p{Extended_Pictographic}/u;

/** Cuts a text at its spaces: each piece as it was typed, with the range of the words in it. */
export function piecesOf(text: string): readonly Span<string>[] {
  let to = 0;
  return text.split(/\s+/).map((value) => {
    const from = to;
    to += wordsOf(tokensOf(value)).filter((word) => !emoji.test(word)).length;
    return { from, to, value };
  });
}

/** « N’a plus de raison d’être » has as many words. */
const mostWordsOfPhrase = 5;

/** Returns how many pieces are the longest of these phrases with which they begin; 0 if they begin with none. */
export function lengthOfPhrase(pieces: readonly string[], phrases: readonly string[]): number {
  const lengths = pieces
    .slice(0, mostWordsOfPhrase)
    .flatMap((_, at) => (phrases.includes(keyOf(pieces.slice(0, at + 1).join(" "))) ? at + 1 : []));
  return lengths.at(-1) ?? 0;
}

/** Leaves out what stands from one of these phrases on, such as a reason: "because Sunday is my son's birthday". */
export function beforePhrase(pieces: readonly string[], phrases: readonly string[]): readonly string[] {
  const at = pieces.findIndex((_, from) => lengthOfPhrase(pieces.slice(from), phrases) > 0);
  return at < 0 ? pieces : pieces.slice(0, at);
}

/** Whether two stretches of a text have a word in common. */
export function overlap(one: Stretch, other: Stretch): boolean {
  return one.from < other.to && other.from < one.to;
}

/**
 * Returns a text as it was typed, without the pieces that overlap these stretches, and without the
 * signs at its end.
 */
export function withoutStretches(text: string, stretches: readonly Stretch[]): string {
  const kept = piecesOf(text).filter((piece) => !stretches.some((stretch) => overlap(piece, stretch)));
  return kept
    .map(({ value }) => value)
    .join(" ")
    .replace(/\p{P}+$/u, "");
}
