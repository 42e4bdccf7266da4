import { expect, it, vi } from "vitest";
import { decodeModel } from "../../../src/understanding/intents/intent-model.ts";
import { trainIntents } from "../../../src/understanding/intents/train-intents.ts";
import { parseShipped, shippedIntents } from "../../support/shipped-intents.ts";

// Six minutes of one processor, and more if others want it too.
vi.setConfig({ testTimeout: 25 * 60_000 });

// One language is enough: one command makes all models, and each knows the examples that it was made from.
it.each(shippedIntents.slice(0, 1))(
  "The thresholds that are shipped for the language $language are those that cross-validation finds again; if not: npm run train",
  (shipped) => {
    const { model, hash, modelPath } = shipped;
    const again = trainIntents(parseShipped(shipped).examples, hash).model;
    expect(again.intents).toEqual(decodeModel(model, hash, modelPath).intents);
  },
);
