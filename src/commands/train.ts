import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { readCampaigns } from "../campaigns/read-files.ts";
import { type Content, ContentError, readContent } from "../content/read-content.ts";
import { type IntentFiles, readIntentFiles } from "../content/read-intents.ts";
import type { Language } from "../conversation/vocabulary.ts";
import { createCommand, runCommand, UsageError, usageOf } from "../support/command-line.ts";
import { ownFolders } from "../support/folders.ts";
import { printReport } from "../support/log.ts";
import { compileEntityWords } from "../understanding/entities/find-entities.ts";
import { encodeModel } from "../understanding/intents/intent-model.ts";
import { parseExamples } from "../understanding/intents/parse-examples.ts";
import { trainIntents } from "../understanding/intents/train-intents.ts";
import { reportTraining } from "./report-training.ts";

const usage = usageOf([
  ["npm run train -- [<language> …]", "trains the models of these languages, or of all"],
]);

/**
 * Trains the models of the languages that the command names, or of all, and reports how well they
 * read.
 */
const trainModels = createCommand(usage, { allowPositionals: true }, ({ positionals }) => {
  const content = readContent(ownFolders.locales, [...readCampaigns(ownFolders.campaigns).values()]);
  const { languages } = content.wording;
  const unknown = positionals.find((language) => !languages.includes(language));
  if (unknown !== undefined) throw new UsageError(`${unknown}: expected one of ${languages.join(", ")}`);
  const trained = new Set<string>();
  for (const language of positionals.length > 0 ? positionals : languages) {
    const files = readIntentFiles(ownFolders.locales, language);
    // A region without examples of its own shares the model of its language.
    if (files === undefined || trained.has(files.modelPath)) continue;
    trained.add(files.modelPath);
    train(language, files, content);
  }
});

function train(
  language: Language,
  { examples: files, hash, modelPath }: IntentFiles,
  content: Content,
): void {
  const problems: string[] = [];
  const examples = parseExamples(files, compileEntityWords(content, language), problems);
  if (problems.length > 0) throw new ContentError(problems);
  const trained = trainIntents(examples, hash);
  const bytes = encodeModel(trained.model);
  writeFileSync(modelPath, bytes);
  const report = reportTraining(examples, trained);
  printReport(`${relative(process.cwd(), modelPath)}: ${bytes.length} bytes\n${report}\n`);
}

await runCommand(trainModels);
