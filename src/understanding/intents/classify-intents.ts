import type { EntitySpan } from "../entities/find-entities.ts";
import type { Token } from "../tokens.ts";
import { bucketOf, type ClassifiedIntent, dimensions, type IntentModel, scoresOf } from "./intent-model.ts";
import { clausesOfMessage, featuresOf, type MessageWord } from "./message-features.ts";
import { isAboutAccount, nameOf } from "./same-answer.ts";
import { addTo, softmax } from "./vectors.ts";

/** Returns all intents, the likeliest first; a message without words has none. */
export type ClassifyIntents = (
  tokens: readonly Token[],
  spans: readonly EntitySpan[],
) => readonly ClassifiedIntent[];

/** Further words change little and cost time. */
const mostWords = 200;

/** From this confidence on, a courtesy does not count beside other clauses. */
const enoughToPassOver = 0.5;

/** A clause of a message, with the share of each intent by that clause alone. */
interface ReadClause {
  readonly words: readonly MessageWord[];
  readonly shares: readonly number[];
}

/**
 * Prepares a model for use. A message is read as a whole, and each of its clauses alone; the mean
 * of the clauses counts as much as the whole.
 */
export function createIntentClassifier(model: IntentModel): ClassifyIntents {
  return (tokens, spans) => {
    const read = clausesOfMessage(tokens.slice(0, mostWords), spans).map((words) => {
      return { words, shares: sharesOf(words, model) };
    });
    const clauses = weighty(read, model);
    const [first] = clauses;
    if (first === undefined) return [];
    const whole =
      clauses.length > 1
        ? sharesOf(
            clauses.flatMap(({ words }) => words),
            model,
          )
        : first.shares;
    return model.intents
      .map(({ name, threshold }, at) => {
        const mean = clauses.reduce((sum, { shares }) => sum + (shares[at] ?? 0), 0) / clauses.length;
        return { intent: name, confidence: ((whole[at] ?? 0) + mean) / 2, threshold };
      })
      .sort((one, other) => other.confidence - one.confidence);
  };
}

/** Returns the clauses that are not courtesies, if there are any; else all. */
function weighty(clauses: readonly ReadClause[], model: IntentModel): readonly ReadClause[] {
  const counting = clauses.filter(({ shares }) => !isPassedOver(shares, model));
  return counting.length > 0 ? counting : clauses;
}

function isPassedOver(shares: readonly number[], { intents }: IntentModel): boolean {
  return shares.some(
    (share, at) => share >= enoughToPassOver && intents[at]?.name.startsWith("courtesy.") === true,
  );
}

function sharesOf(words: readonly MessageWord[], model: IntentModel): readonly number[] {
  const { hashes } = featuresOf(words);
  const mean = new Float32Array(dimensions);
  // The sum is divided by the root of the number of features, not by the number, so that longer
  // messages get clearer scores.
  const scale = model.scales.rows / Math.sqrt(hashes.length);
  for (const hash of hashes) addTo(mean, scale, model.rows, bucketOf(hash) * dimensions);
  return softmax(scoresOf(mean, model, model.scales));
}

/** Removes the intents about a single account. */
export function withoutAccount(ranked: readonly ClassifiedIntent[]): readonly ClassifiedIntent[] {
  return ranked.filter(({ intent }) => !isAboutAccount(intent));
}

/** Returns the confidence of each intent about a single account, by name, scaled to a sum of 1. */
export function onlyAccount(ranked: readonly ClassifiedIntent[]): Readonly<Record<string, number>> {
  const about = ranked.filter(({ intent }) => isAboutAccount(intent));
  const sum = about.reduce((total, { confidence }) => total + confidence, 0);
  return Object.fromEntries(about.map(({ intent, confidence }) => [nameOf(intent), confidence / sum]));
}
