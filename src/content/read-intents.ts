import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Language } from "../conversation/vocabulary.ts";
import { withoutRegion } from "../support/match-language.ts";
import type { ExampleFile } from "../understanding/intents/parse-examples.ts";

/** The files with which a language's messages are classified. */
export interface IntentFiles {
  /** Sorted by their intents. */
  readonly examples: readonly ExampleFile[];
  /** Identifies the examples in a model. Line ends do not count: Git may change them. */
  readonly hash: string;
  /** The model's path, beside its examples, so that a copy of a language has both. */
  readonly modelPath: string;
  /** The model's file; empty if there is none. */
  readonly model: Uint8Array;
}

const ending = ".tsv";

/** Returns the language whose examples are read: for a region without its own, that of no region. */
function exampled(locales: string, language: Language): Language | undefined {
  return [language, withoutRegion(language)].find((each) => existsSync(join(locales, each, "examples")));
}

/** True if whole sentences are understood in the language. */
export function hasExamples(locales: string, language: Language): boolean {
  return exampled(locales, language) !== undefined;
}

/**
 * Reads a language's examples and model, for a region without its own those of its language; undefined
 * if there are no examples.
 */
export function readIntentFiles(locales: string, spoken: Language): IntentFiles | undefined {
  const language = exampled(locales, spoken);
  if (language === undefined) return undefined;
  const folder = join(locales, language, "examples");
  const examples = readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => basename(name, ending))
    .sort()
    .map((intent) => {
      const path = join(folder, `${intent}${ending}`);
      return { path, intent, text: readFileSync(path, "utf8").replaceAll("\r\n", "\n") };
    });
  const hash = createHash("sha256");
  for (const { intent, text } of examples) hash.update(`${intent}\n${text}\n`);
  const modelPath = join(locales, language, "intents.bin");
  const model = existsSync(modelPath) ? readFileSync(modelPath) : new Uint8Array();
  return { examples, hash: hash.digest("hex"), modelPath, model };
}
