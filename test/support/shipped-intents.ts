import { type IntentFiles, readIntentFiles } from "../../src/content/read-intents.ts";
import { ownFolders } from "../../src/support/folders.ts";
import { compileEntityWords, type FindEntities } from "../../src/understanding/entities/find-entities.ts";
import { type Example, parseExamples } from "../../src/understanding/intents/parse-examples.ts";
import { shippedContent } from "./read-words.ts";

/** What a language's messages are classified with, as it is shipped, without the campaigns that only tests know. */
export interface ShippedIntents extends Omit<IntentFiles, "examples"> {
  readonly language: string;
  readonly files: IntentFiles["examples"];
  /** The examples as they are written: to parse them all takes seconds. */
  readonly written: readonly Pick<Example, "text" | "intents">[];
  readonly findEntities: FindEntities;
}

/** Those of the languages that have examples. */
export const shippedIntents: readonly ShippedIntents[] = shippedContent.wording.languages.flatMap(
  (language) => {
    const files = readIntentFiles(ownFolders.locales, language);
    if (files === undefined) return [];
    const written = files.examples.flatMap(({ text }) => text.trimEnd().split("\n").map(readLine));
    const findEntities = compileEntityWords(shippedContent, language);
    return { ...files, language, files: files.examples, written, findEntities };
  },
);

function readLine(line: string): ShippedIntents["written"][number] {
  const [text = "", intents = ""] = line.split("\t");
  const [main = "", ...others] = intents.split(" ");
  return { text, intents: [main, ...others] };
}

/** Parses every so-manieth example of a language, with the problems of those; all of them if no number is given. */
export function parseShipped({ files, findEntities }: ShippedIntents, every = 1) {
  const problems: string[] = [];
  const some = files.map((file) => ({
    ...file,
    text: file.text
      .trimEnd()
      .split("\n")
      .filter((_, index) => index % every === 0)
      .join("\n"),
  }));
  return { examples: parseExamples(some, findEntities, problems), problems };
}
