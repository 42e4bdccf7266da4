import { createIntentClassifier } from "./classify-intents.ts";
import { hashOf, spread } from "./hash-text.ts";
import type { ClassifiedIntent } from "./intent-model.ts";
import { type IntentModel, type KnownIntent, never, roundWeights } from "./intent-model.ts";
import { clausesOfMessage, featuresOf, type MessageWord } from "./message-features.ts";
import { mistype } from "./mistype.ts";
import type { Example } from "./parse-examples.ts";
import { isAboutAccount } from "./same-answer.ts";
import { type TrainingExample, trainWeights } from "./train-weights.ts";

/** The prediction of a model for an example that it was not trained with. */
export interface Prediction {
  readonly example: Example;
  readonly part: number;
  /** The likeliest first. */
  readonly ranked: readonly ClassifiedIntent[];
}

/** The examples are split into so many parts: each is tested once, by a model of the other parts. */
const partCount = 5;

/** Returns the intents of examples, sorted, with a threshold at which none is concluded. */
export function intentsOf(examples: readonly Example[]): readonly KnownIntent[] {
  const names = new Set(examples.flatMap(({ intents }) => intents));
  return [...names].sort().map((name) => ({ name, threshold: never }));
}

/**
 * Trains a model with these examples; the hash is stored in the model, and so is what was learned of
 * the gaps between words.
 */
export function trainModel(
  examples: readonly Example[],
  intents: readonly KnownIntent[],
  hash: string,
  gaps: Float32Array,
): IntentModel {
  const places = new Map(intents.map(({ name }, at) => [name, at]));
  const prepared = examples.map(({ tokens, spans, intents: names }) => ({
    ...featuresTwice(clausesOfMessage(tokens, spans).flat()),
    intents: names.flatMap((intent) => places.get(intent) ?? []),
    standsAlone: names.some(isAboutAccount),
  }));
  return roundWeights({ ...trainWeights(prepared, intents.length), gaps }, intents, hash);
}

function featuresTwice(words: readonly MessageWord[]): Pick<TrainingExample, "features" | "mistyped"> {
  return { features: featuresOf(words), mistyped: featuresOf(mistype(words)) };
}

/** Classifies each example with a model of the examples in the other parts. */
export function crossValidate(examples: readonly Example[]): readonly Prediction[] {
  return Array.from({ length: partCount }, (_, part) => part).flatMap((part) => predictPart(part, examples));
}

/**
 * Classifies the examples of one part with a model of the other parts, or of every n-th example in
 * them.
 */
export function predictPart(part: number, examples: readonly Example[], every = 1): readonly Prediction[] {
  const learnt = examples
    .filter((example) => partOf(example) !== part)
    .filter((_, index) => index % every === 0);
  const classify = createIntentClassifier(trainModel(learnt, intentsOf(learnt), "", new Float32Array(0)));
  return examples
    .filter((example) => partOf(example) === part)
    .map((example) => ({ example, part, ranked: classify(example.tokens, example.spans) }));
}

/** The part of an example depends on its text alone, not on the other examples. */
function partOf({ text }: Example): number {
  return spread(hashOf(text)) % partCount;
}
