import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { campaignJsonSchema } from "../campaigns/schema.ts";
import { createCommand, runCommand, UsageError, usageOf } from "../support/command-line.ts";
import { ownFolders } from "../support/folders.ts";
import { printReport } from "../support/log.ts";
import { listCampaigns } from "./list-campaigns.ts";
import { startCampaign } from "./start-campaign.ts";
import { tidyTexts } from "./tidy-texts.ts";

const usage = usageOf([
  ["npm run campaigns", "lists them, with what is to be done for each"],
  ["npm run campaigns -- new <id> [--like <campaign>]", "starts one, with everything to fill in"],
  ["npm run campaigns -- tidy <id>", "corrects apostrophes and spaces in its texts"],
  ["npm run campaigns -- schema", "writes the schema for editors again"],
]);

const config = { options: { like: { type: "string" } }, allowPositionals: true } as const;

/** Lists the campaigns, starts a new one, or tidies the texts of one. */
const campaigns = createCommand(usage, config, ({ values, positionals }) =>
  printReport(report(positionals, values.like)),
);

/** Does what the command says and returns its report. Throws a {@link UsageError}. */
function report(positionals: readonly string[], like: string | undefined): string {
  const [command = "list", id, ...others] = positionals;
  if (others.length > 0 || (id !== undefined) !== (command === "new" || command === "tidy"))
    throw new UsageError(`Expected one campaign to start or tidy, or none\n${usage}`);
  const today = new Date().toISOString().slice(0, 10);
  switch (command) {
    case "list":
      return listCampaigns(ownFolders, today);
    case "new":
      return writtenReport(startCampaign({ id: id ?? "", like, today }, ownFolders));
    case "tidy":
      return writtenReport(tidyTexts(id ?? "", ownFolders));
    case "schema":
      return writtenReport([writeSchema(ownFolders.campaigns)]);
    default:
      throw new UsageError(`Unknown command '${command}'\n${usage}`);
  }
}

function writtenReport(paths: readonly string[]): string {
  if (paths.length === 0) return "Nothing to change.";
  return ["Written:", ...paths.map((path) => `  ${relative(process.cwd(), path)}`)].join("\n");
}

function writeSchema(folder: string): string {
  const path = join(folder, "campaign.schema.json");
  writeFileSync(path, campaignJsonSchema());
  return path;
}

await runCommand(campaigns);
