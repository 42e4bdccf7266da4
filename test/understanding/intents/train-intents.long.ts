import { describe, expect, it, vi } from "vitest";
import { trainModel } from "../../../src/understanding/intents/cross-validate.ts";
import { decodeModel, encodeModel } from "../../../src/understanding/intents/intent-model.ts";
import { parseShipped, shippedIntents } from "../../support/shipped-intents.ts";

// A minute of one processor, and more if others want it too.
vi.setConfig({ testTimeout: 10 * 60_000 });

describe.each(shippedIntents)("What is shipped for the language $language", (shipped) => {
  const { model, hash, modelPath } = shipped;
  const { examples, problems } = parseShipped(shipped);

  it("has examples without a mistake", () => {
    expect(problems).toEqual([]);
  });

  it("has the weights that training finds again, to the last bit; if not: npm run train", () => {
    const { intents } = decodeModel(model, hash, modelPath);
    const again = encodeModel(trainModel(examples, intents, hash));
    expect(Buffer.compare(again, model)).toBe(0);
  });
});
