import type { EntitySpan } from "../entities/find-entities.ts";
import type { Token } from "../tokens.ts";
import { hashOf, spread } from "./hash-text.ts";
import { clausesOfMessage, type MessageWord } from "./message-features.ts";

/** How many buckets the features of gaps between words are hashed into; some share one. */
export const gapBuckets = 65_536;

/**
 * Returns behind how many words of a message each sign is missing. One with a sign between its words
 * has all that its writer wanted.
 */
export type FindMissingSigns = (
  tokens: readonly Token[],
  spans: readonly EntitySpan[],
) => ReadonlySet<number>;

/** So many words behind a date may belong to it: « jeudi à 17 h à l’église ». */
const wordsBehindDate = 4;
const fewestWords = 5;
/** "Facebook is done insta not yet": so many words stand at least between two signs. */
const fewestBetween = 2;
const none: ReadonlySet<number> = new Set();

/** Prepares a model for use. */
export function createSignFinder({ gaps }: { readonly gaps: Int8Array }): FindMissingSigns {
  return (tokens, spans) => {
    const [clause = [], ...others] = clausesOfMessage(tokens, spans);
    const words = clause.filter(isWord);
    if (others.length > 0 || words.length < fewestWords) return none;
    const texts = words.map(({ text }) => text);
    const ends = [...texts.keys()]
      .slice(0, -1)
      .filter(
        (at) =>
          !texts.slice(Math.max(at - wordsBehindDate, 0), at + 3).some(isOfDate) &&
          scoreOf(featuresOfGap(texts, at), gaps) > 0,
      );
    return new Set(farApart(ends).map((end) => lengthOf(words.slice(0, end + 1))));
  };
}

/** "Shift it to Monday the 26th at 9 am": a moment is one with the words around it. */
function isOfDate(text: string): boolean {
  return text === "#day" || text === "#number";
}

/** Leaves out what is too near to the one before. */
function farApart(places: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const place of places) if (place - (kept.at(-1) ?? -1) >= fewestBetween) kept.push(place);
  return kept;
}

function lengthOf(words: readonly MessageWord[]): number {
  return words.reduce((sum, { length }) => sum + length, 0);
}

/** Whether it is no question mark. */
export function isWord({ text }: MessageWord): boolean {
  return text !== "?";
}

/** Adds up the weights of features. */
export function scoreOf(features: readonly number[], gaps: Float32Array | Int8Array): number {
  return features.reduce((sum, bucket) => sum + (gaps[bucket] ?? 0), 0);
}

/** Words that are farther from an end are as far as this. */
const farthest = 8;

/**
 * Returns the features of the gap behind the word at `at`: two words on each side, pairs of neighbours,
 * and how far both ends are.
 */
export function featuresOfGap(words: readonly string[], at: number): readonly number[] {
  const [before, last, next, after] = [-1, 0, 1, 2].map((from) => words[at + from] ?? "");
  const features = [
    ...[`1 ${before}`, `2 ${last}`, `3 ${next}`, `4 ${after}`],
    ...[`5 ${before} ${last}`, `6 ${last} ${next}`, `7 ${next} ${after}`],
    ...[`8 ${Math.min(at, farthest)}`, `9 ${Math.min(words.length - at, farthest)}`, "always"],
  ];
  return features.map((feature) => spread(hashOf(feature)) % gapBuckets);
}
