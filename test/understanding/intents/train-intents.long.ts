import { expect, it, vi } from "vitest";
import { encodeModel } from "../../../src/understanding/intents/intent-model.ts";
import { trainIntents } from "../../../src/understanding/intents/train-intents.ts";
import { shippedIntents } from "../../support/shipped-intents.ts";

// Seven minutes of one processor, and more if others want it too.
vi.setConfig({ testTimeout: 25 * 60_000 });

it.each(shippedIntents)(
  "Whoever trains again gets the model that is shipped for the language $language, to the last bit; if not: npm run train",
  ({ examples, hash, model }) => {
    const again = encodeModel(trainIntents(examples, hash).model);
    expect(Buffer.compare(again, model)).toBe(0);
  },
);
