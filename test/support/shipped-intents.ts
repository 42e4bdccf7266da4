import { readCampaigns } from "../../src/campaigns/read-files.ts";
import { readContent } from "../../src/content/read-content.ts";
import { type IntentFiles, readIntentFiles } from "../../src/content/read-intents.ts";
import { ownFolders } from "../../src/support/folders.ts";
import { compileEntityWords, type FindEntities } from "../../src/understanding/entities/find-entities.ts";
import { type Example, parseExamples } from "../../src/understanding/intents/parse-examples.ts";

/** What a language's messages are classified with, as it is shipped, without the campaigns that only tests know. */
export interface ShippedIntents extends Omit<IntentFiles, "examples"> {
  readonly language: string;
  readonly files: IntentFiles["examples"];
  readonly examples: readonly Example[];
  readonly problems: readonly string[];
  readonly findEntities: FindEntities;
}

const content = readContent(ownFolders.locales, [...readCampaigns(ownFolders.campaigns).values()]);

export const shippedIntents: readonly ShippedIntents[] = content.wording.languages.map((language) => {
  const files = readIntentFiles(ownFolders.locales, language);
  if (files === undefined) throw new Error(`${language} has no examples`);
  const problems: string[] = [];
  const findEntities = compileEntityWords(content, language);
  const examples = parseExamples(files.examples, findEntities, problems);
  return { ...files, language, files: files.examples, examples, problems, findEntities };
});
