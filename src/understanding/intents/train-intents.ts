import { crossValidate, intentsOf, type Prediction, trainModel } from "./cross-validate.ts";
import { withThresholds } from "./find-thresholds.ts";
import type { IntentModel } from "./intent-model.ts";
import type { Example } from "./parse-examples.ts";
import { trainGaps } from "./train-gaps.ts";

/** A model, and what cross-validation predicted for examples that were new to it. */
export interface TrainedIntents {
  readonly model: IntentModel;
  readonly predictions: readonly Prediction[];
}

/** Trains a language's model; the same examples give the same bits. `hash` is the hash of the examples. */
export function trainIntents(examples: readonly Example[], hash: string): TrainedIntents {
  const predictions = crossValidate(examples);
  const intents = withThresholds(intentsOf(examples), predictions);
  return { model: trainModel(examples, intents, hash, trainGaps(examples)), predictions };
}
