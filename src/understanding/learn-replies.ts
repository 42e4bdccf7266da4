import { type SaidKind, saidKinds } from "../conversation/vocabulary.ts";
import { tokensOf, wordsOf } from "./tokens.ts";

/** Replies as services word them, by what they say. */
export type ReplyExamples = Readonly<Record<SaidKind, readonly string[]>>;

/** Returns how likely each kind is, as a logarithm. */
export type ClassifyReply = (text: string) => Readonly<Record<SaidKind, number>>;

/** How often a feature counts in each kind before it was seen at all. */
const unseen = 0.1;
const lengthOfStem = 5;

/**
 * Learns how each kind is worded: a naive Bayes classifier, which needs few examples, over words,
 * pairs of words and beginnings of words.
 */
export function learnReplies(languages: readonly ReplyExamples[]): ClassifyReply {
  const seen = saidKinds.map((kind) =>
    languages.flatMap((examples) => examples[kind].map((text) => [...featuresOf(text)])),
  );
  const counts = seen.map((examples) => countsOf(examples.flat()));
  return (text) => {
    const known = [...featuresOf(text)].filter((feature) => counts.some((each) => each.has(feature)));
    const likelihoods = saidKinds.map((kind, at) => {
      const size = seen[at]?.length ?? 0;
      const logOf = (feature: string) =>
        Math.log(((counts[at]?.get(feature) ?? 0) + unseen) / (size + 2 * unseen));
      return [kind, known.reduce((sum, feature) => sum + logOf(feature), Math.log(size))] as const;
    });
    return Object.fromEntries(likelihoods) as Record<SaidKind, number>;
  };
}

function countsOf(features: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return counts;
}

function featuresOf(text: string): ReadonlySet<string> {
  const words = wordsOf(tokensOf(text)).filter((word) => !/\d/.test(word));
  const pairs = words.slice(1).map((word, at) => `${words[at]} ${word}`);
  const stems = words
    .filter(({ length }) => length > lengthOfStem)
    .map((word) => word.slice(0, lengthOfStem));
  return new Set([...words, ...pairs, ...stems.map((stem) => `${stem}-`)]);
}
