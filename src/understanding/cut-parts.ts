import { goesOnAboutOther, type Witnesses } from "./read-witness.ts";
import { tokensOf, wordsOf } from "./tokens.ts";

/** Where a sentence ends: at a sign with a space behind it, or at a new line. */
const endOfSentence = /(?<=[.!?;…])\s+|\s*\n\s*/;
/** Where a clause ends within it. */
const endOfClause = /(?<=[,:)])\s+|\s+(?=[-–—(]\s?)/;
/** What has fewer words says something only together with what stands before it. */
const fewestWords = 3;

/** Cuts a text into what may be said for itself, each part as it was typed: at signs, and before words that join two clauses. */
export function cutParts(text: string, witnesses: Witnesses): readonly string[] {
  const isOne = (before: string, part: string) =>
    isShort(before) ||
    isShort(part) ||
    goesOnAboutOther(wordsOf(tokensOf(before)), wordsOf(tokensOf(part)), witnesses);
  return cutSentences(text).flatMap((sentence) => {
    const clauses = sentence
      .split(endOfClause)
      .flatMap((clause) => joined(cutAtJoins(clause, witnesses.joins), isOne));
    return joined(clauses, (_, clause) => isShort(clause));
  });
}

/** Cuts a text at the same places, sentence by sentence, however short what stands between them is. */
export function cutClauses(text: string, joins: ReadonlySet<string>): readonly (readonly string[])[] {
  return cutSentences(text).map((sentence) =>
    sentence.split(endOfClause).flatMap((clause) => cutAtJoins(clause, joins)),
  );
}

/** Cuts a text into its sentences. */
export function cutSentences(text: string): readonly string[] {
  return text.split(endOfSentence).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function cutAtJoins(clause: string, joins: ReadonlySet<string>): readonly string[] {
  const parts: string[][] = [[]];
  for (const word of clause.split(/\s+/)) {
    if (joins.has(word.toLowerCase())) parts.push([]);
    parts.at(-1)?.push(word);
  }
  return parts.map((words) => words.join(" ")).filter((part) => part !== "");
}

/** Joins a part to the one before it where they belong together. */
function joined(
  parts: readonly string[],
  isOne: (before: string, part: string) => boolean,
): readonly string[] {
  const all: string[] = [];
  for (const part of parts) {
    const before = all.at(-1);
    if (before !== undefined && isOne(before, part)) all[all.length - 1] = `${before} ${part}`;
    else all.push(part);
  }
  return all;
}

function isShort(part: string): boolean {
  return (part.match(/[\p{L}\p{N}]+/gu) ?? []).length < fewestWords;
}
