import { crossValidate, intentsOf, type Prediction, trainModel } from "./cross-validate.ts";
import { withThresholds } from "./find-thresholds.ts";
import type { IntentModel } from "./intent-model.ts";
import type { Example } from "./parse-examples.ts";

/** A model, and what cross-validation says about how well it reads what is new to it. */
export interface TrainedIntents {
  readonly model: IntentModel;
  readonly predictions: readonly Prediction[];
}

/** Makes a language's model from its examples: the same bits each time. `hash` is how it knows them again. */
export function trainIntents(examples: readonly Example[], hash: string): TrainedIntents {
  const predictions = crossValidate(examples);
  const intents = withThresholds(intentsOf(examples), predictions);
  return { model: trainModel(examples, intents, hash), predictions };
}
