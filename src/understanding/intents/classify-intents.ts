import type { Token } from "../tokens.ts";
import type { EntitySpan } from "./entity-words.ts";
import { bucketOf, dimensions, type IntentModel, scoresOf } from "./intent-model.ts";
import { clausesOfMessage, featuresOf, type MessageWord } from "./message-features.ts";
import { addTo, softmax } from "./vectors.ts";

/** An intent that a message may have. */
export interface ClassifiedIntent {
  readonly intent: string;
  /** From 0 to 1; those of all intents make 1 together, so that each of two that are both meant has less than one alone. */
  readonly confidence: number;
  /** The confidence from which on it may be concluded; 1 if never. */
  readonly threshold: number;
}

/** Returns all intents, the likeliest first; a message without words has none. */
export type ClassifyIntents = (
  tokens: readonly Token[],
  spans: readonly EntitySpan[],
) => readonly ClassifiedIntent[];

/** Further words change little, and cost time. */
const mostWords = 200;

/** Prepares a model for use. A message is read as a whole, and each of its clauses alone; the clauses together count as much as the whole. */
export function createIntentClassifier(model: IntentModel): ClassifyIntents {
  return (tokens, spans) => {
    const clauses = clausesOfMessage(tokens.slice(0, mostWords), spans);
    if (clauses.length === 0) return [];
    const whole = sharesOf(clauses.flat(), model);
    const alone = clauses.length > 1 ? clauses.map((words) => sharesOf(words, model)) : [whole];
    return model.intents
      .map(({ name, threshold }, at) => {
        const mean = alone.reduce((sum, shares) => sum + (shares[at] ?? 0), 0) / alone.length;
        return { intent: name, confidence: ((whole[at] ?? 0) + mean) / 2, threshold };
      })
      .sort((one, other) => other.confidence - one.confidence);
  };
}

function sharesOf(words: readonly MessageWord[], model: IntentModel): readonly number[] {
  const { hashes } = featuresOf(words);
  const mean = new Float32Array(dimensions);
  // Not the mean but the sum over the root of the number, so that what is said at length weighs more.
  const scale = model.scales.rows / Math.sqrt(hashes.length);
  for (const hash of hashes) addTo(mean, scale, model.rows, bucketOf(hash) * dimensions);
  return softmax(scoresOf(mean, model, model.scales));
}
