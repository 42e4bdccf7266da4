import { distance } from "fastest-levenshtein";
import { memoizedLately, once } from "../support/memoized.ts";
import { groupedBy } from "./grouped-by.ts";

/** Known words that can be found in spite of a typing mistake. */
export interface WordIndex {
  has(word: string): boolean;
  /**
   * Returns the known words that a mistyped one can be, all equally near; none if it is too far from
   * all.
   */
  near(word: string): readonly string[];
}

/** Shorter words are usually other words: "hate" is not "have". */
const shortestForgiven = 5;
/** From this length on, two mistakes are forgiven. */
const longWord = 11;
const shortestSwapped = 4;

/**
 * Builds the index that every reader uses for typing mistakes. Only words that `isForgiven` allows
 * are found when mistyped. A typed word that is in `elsewhere` is a word of another set and no
 * mistake.
 */
export function indexWords(
  words: Iterable<string>,
  isForgiven: (word: string) => boolean,
  elsewhere: ReadonlySet<string>,
): WordIndex {
  const known = new Set(words);
  const forgiven = once(() => [...known].filter((word) => canBeMistyped(word) && isForgiven(word)));
  const byLetter = once(() => groupedBy(forgiven(), (word) => `${word[0]}${word.length}`));
  const byStretch = once(() => groupedBy(forgiven(), unstretched));
  const near = memoizedLately((word: string): readonly string[] => {
    const stretched = (byStretch().get(unstretched(word)) ?? []).filter(
      (other) => other.length < word.length,
    );
    return stretched.length > 0 ? stretched : nearest(word, byLetter());
  });
  return {
    has: (word) => known.has(word),
    near: (word) => (canBeMistyped(word) && !elsewhere.has(word) ? near(word) : []),
  };
}

/** Numbers are never mistyped: a number that is nearly right is another number. */
function canBeMistyped(word: string): boolean {
  return word.length >= shortestSwapped && !/\d/.test(word);
}

/**
 * Returns the nearest words. The first letter is hardly ever the wrong one, but the first two may
 * be swapped.
 */
function nearest(word: string, byLetter: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const allowed = word.length >= longWord ? 2 : 1;
  const lengths = Array.from({ length: 2 * allowed + 1 }, (_, index) => word.length - allowed + index);
  const buckets = [...new Set(word.slice(0, 2))].flatMap((letter) =>
    lengths.map((length) => byLetter.get(`${letter}${length}`) ?? []),
  );
  let found: string[] = [];
  let least = allowed;
  for (const other of buckets.flat()) {
    const edits = editsBetween(word, other);
    if (edits < least) found = [];
    if (edits <= least) found.push(other);
    least = Math.min(least, edits);
  }
  return found;
}

function editsBetween(word: string, other: string): number {
  if (isSwap(word, other)) return 1;
  const isShort = Math.min(word.length, other.length) < shortestForgiven;
  return isShort || word[0] !== other[0] ? Infinity : distance(word, other);
}

/** Whether the words differ only in the order of two neighbouring letters. */
function isSwap(left: string, right: string): boolean {
  if (left.length !== right.length || left === right) return false;
  let at = 0;
  while (left[at] === right[at]) at += 1;
  const areSwapped = left[at] === right[at + 1] && left[at + 1] === right[at];
  return areSwapped && left.slice(at + 2) === right.slice(at + 2);
}

/** Writes repeated letters once, as if a key was held too long: "bothhh". */
function unstretched(word: string): string {
  return word.replace(/(\p{L})\1+/gu, "$1");
}
