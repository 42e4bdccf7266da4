import type { Span, Stretch } from "./entities/span.ts";
import { tokensOf, wordsOf } from "./tokens.ts";

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
