import { expect, it, vi } from "vitest";
import { trainModel } from "../../../src/understanding/intents/cross-validate.ts";
import { decodeModel, encodeModel } from "../../../src/understanding/intents/intent-model.ts";
import { trainGaps } from "../../../src/understanding/intents/train-gaps.ts";
import { parseShipped, shippedIntents } from "../../support/shipped-intents.ts";

// A minute of one processor, and more if others want it too.
vi.setConfig({ testTimeout: 20 * 60_000 });

it.each(shippedIntents)(
  "What is shipped for the language $language has examples without a mistake",
  (shipped) => {
    expect(parseShipped(shipped).problems).toEqual([]);
  },
);

// One language is enough: one command makes all models, and each knows its examples.
it.each(shippedIntents.slice(-1))(
  "What is shipped for the language $language has the weights that training finds again, to the last bit; if not: npm run train",
  (shipped) => {
    const { model, hash, modelPath } = shipped;
    const { examples } = parseShipped(shipped);
    const { intents } = decodeModel(model, hash, modelPath);
    const again = encodeModel(trainModel(examples, intents, hash, trainGaps(examples)));
    expect(Buffer.compare(again, model)).toBe(0);
  },
);
