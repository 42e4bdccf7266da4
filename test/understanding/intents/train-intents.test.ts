import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readIntentFiles } from "../../../src/content/read-intents.ts";
import { OperatorError } from "../../../src/support/operator-error.ts";
import { createIntentClassifier } from "../../../src/understanding/intents/classify-intents.ts";
import { intentsOf, trainModel } from "../../../src/understanding/intents/cross-validate.ts";
import { decodeModel, encodeModel } from "../../../src/understanding/intents/intent-model.ts";
import { trainGaps } from "../../../src/understanding/intents/train-gaps.ts";
import { tokensOf } from "../../../src/understanding/tokens.ts";
import { parseShipped, shippedIntents } from "../../support/shipped-intents.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { localesFolder } from "../../support/walk-conversation.ts";

const mostBytes = 2 * 1_024 * 1_024;
/** A report, without the name of the service. A language without an entry is not looked at. */
const sentForm: Readonly<Record<string, string>> = {
  en: "I sent the form of",
  fr: "j’ai envoyé le formulaire de",
};

describe.each(shippedIntents)("What is shipped for the language $language", (shipped) => {
  const { model, hash, modelPath, files, findEntities } = shipped;
  const { examples } = parseShipped(shipped, 960);

  it("has a model that was made from them, for the same intents", () => {
    const { intents } = decodeModel(model, hash, modelPath);
    expect(intents.map(({ name }) => name)).toEqual(files.map(({ intent }) => intent));
    expect(model.length).toBeLessThanOrEqual(mostBytes);
  });

  it("reads a message in the same way each time", () => {
    const readAll = () => {
      const classify = createIntentClassifier(decodeModel(model, hash, modelPath));
      return examples.slice(0, 50).map(({ tokens, spans }) => classify(tokens, spans));
    };
    expect(readAll()).toEqual(readAll());
  });

  const said = sentForm[shipped.language] ?? "";
  it.skipIf(said === "")("takes a form as sent whichever service it is of", () => {
    const classify = createIntentClassifier(decodeModel(model, hash, modelPath));
    const read = ["Facebook", "Instagram", "LinkedIn", "TikTok"].map((name) => {
      const tokens = tokensOf(`${said} ${name}`);
      return classify(tokens, findEntities(tokens))[0]?.intent;
    });
    expect(new Set(read)).toEqual(new Set(["report.done"]));
  });

  it("has nothing to say to a message without words", () => {
    const classify = createIntentClassifier(decodeModel(model, hash, modelPath));
    expect(classify(tokensOf(" … "), [])).toEqual([]);
  });
});

describe("A model", () => {
  // One language is enough: all are trained alike.
  it.each(shippedIntents.slice(-1))(
    "is the same of the same examples, to the last bit ($language)",
    (shipped) => {
      const { examples } = parseShipped(shipped, 960);
      const train = () =>
        encodeModel(trainModel(examples, intentsOf(examples), shipped.hash, trainGaps(examples)));
      expect(Buffer.compare(train(), train())).toBe(0);
    },
  );

  it("is refused with what to do about it, if its examples were changed or its file was cut off", () => {
    const locales = copyOf("fr");
    const before = filesOf(locales);
    const file = join(locales, "fr/examples/report.done.tsv");
    writeFileSync(file, `${readFileSync(file, "utf8")}une phrase de plus\treport.done\n`);
    const { hash, modelPath, model } = filesOf(locales);
    const message = `${modelPath}: was not made from the examples beside it: take both from a fresh copy of this version, or, if you have changed the examples, run "npm run train"`;
    expect(() => decodeModel(model, hash, modelPath)).toThrow(new OperatorError(message));
    expect(() => decodeModel(model.subarray(0, -1), before.hash, modelPath)).toThrow(message);
    expect(() => decodeModel(new Uint8Array(), before.hash, modelPath)).toThrow(message);
    expect(() => decodeModel(model, before.hash, modelPath)).not.toThrow();
  });

  it("still belongs to its examples where Git has changed the ends of their lines", () => {
    const locales = copyOf("fr");
    const file = join(locales, "fr/examples/report.done.tsv");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("\n", "\r\n"));
    const { hash, modelPath, model } = filesOf(locales);
    expect(() => decodeModel(model, hash, modelPath)).not.toThrow();
  });

  it("is none where a language has no examples", () => {
    const locales = copyOf("fr");
    rmSync(join(locales, "fr/examples"), { recursive: true });
    expect(readIntentFiles(locales, "fr")).toBeUndefined();
  });
});

/** A folder of locales that holds the examples of one language and their model. */
function copyOf(language: string): string {
  const locales = temporaryFolder();
  mkdirSync(join(locales, language));
  for (const part of ["examples", "intents.bin"])
    cpSync(join(localesFolder, language, part), join(locales, language, part), { recursive: true });
  return locales;
}

function filesOf(locales: string) {
  const files = readIntentFiles(locales, "fr");
  if (files === undefined) throw new Error("there are no examples");
  return files;
}
