import { expect, it, vi } from "vitest";
import { crossValidate, intentsOf } from "../../../src/understanding/intents/cross-validate.ts";
import { withThresholds } from "../../../src/understanding/intents/find-thresholds.ts";
import { decodeModel } from "../../../src/understanding/intents/intent-model.ts";
import { parseShipped, shippedIntents } from "../../support/shipped-intents.ts";

// Six minutes of one processor, and more if others want it too.
vi.setConfig({ testTimeout: 25 * 60_000 });

// One language is enough: one command makes all models, and each knows the examples that it was made from.
it.each(shippedIntents.slice(0, 1))(
  "The thresholds that are shipped for the language $language are those that cross-validation finds again; if not: npm run train",
  (shipped) => {
    const { model, hash, modelPath } = shipped;
    const { examples } = parseShipped(shipped);
    const again = withThresholds(intentsOf(examples), crossValidate(examples));
    expect(again).toEqual(decodeModel(model, hash, modelPath).intents);
  },
);
