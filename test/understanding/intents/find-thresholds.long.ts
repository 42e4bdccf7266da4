import { expect, it, vi } from "vitest";
import { predictPart } from "../../../src/understanding/intents/cross-validate.ts";
import { decodeModel, never } from "../../../src/understanding/intents/intent-model.ts";
import { answerOf, byAnswer, isAboutAccount } from "../../../src/understanding/intents/same-answer.ts";
import { parseShipped, shippedIntents } from "../../support/shipped-intents.ts";

// A minute of one processor, and more if others want it too.
vi.setConfig({ testTimeout: 25 * 60_000 });

// One language and one part of five are enough: each of the others takes as long again.
it.each(shippedIntents.slice(0, 1))(
  "At the thresholds that are shipped for the language $language, 93 of 100 conclusions are right about messages that are new to the model, and 60 of 100 messages have one; if not: npm run train",
  (shipped) => {
    const { model, hash, modelPath, language } = shipped;
    const { intents } = decodeModel(model, hash, modelPath);
    const thresholds = new Map(intents.map(({ name, threshold }) => [answerOf(name), threshold]));
    const messages = predictPart(0, parseShipped(shipped).examples).filter(
      ({ example }) => !example.intents.some(isAboutAccount),
    );
    const conclusions = messages.flatMap(({ example, ranked }) => {
      const answers = new Set(example.intents.map(answerOf));
      return byAnswer(ranked)
        .filter(({ intent, confidence }) => confidence >= (thresholds.get(answerOf(intent)) ?? never))
        .map(({ intent }) => answers.has(answerOf(intent)));
    });
    const right = conclusions.filter((isRight) => isRight).length;
    process.stdout.write(
      `${language}: ${conclusions.length} conclusions of ${messages.length}, ${right} right\n`,
    );
    expect(right / conclusions.length).toBeGreaterThanOrEqual(0.93);
    expect(conclusions.length / messages.length).toBeGreaterThanOrEqual(0.6);
  },
);
