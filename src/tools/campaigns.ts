import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { printReport } from "../log.ts";
import { campaignJsonSchema } from "./campaign-json-schema.ts";
import { ownFolders } from "./folders.ts";
import { listCampaigns } from "./list-campaigns.ts";
import { runTool } from "./run-tool.ts";
import { startCampaign } from "./start-campaign.ts";
import { UsageError } from "./usage-error.ts";

const usage =
  "Usage: npm run campaigns, npm run campaigns -- new <id> [--like <campaign>], or npm run campaigns -- schema";

function main(): void {
  const { values, positionals } = parseArgs({
    options: { like: { type: "string" } },
    allowPositionals: true,
  });
  const [command, id, ...others] = positionals;
  const today = new Date().toISOString().slice(0, 10);
  const folders = ownFolders();
  if (command === undefined) return printReport(listCampaigns(folders, today));
  if (command === "schema" && id === undefined) return writeSchema(folders.campaigns[0]);
  if (command !== "new" || id === undefined || others.length > 0) throw new UsageError(usage);
  const paths = startCampaign({ id, like: values.like, today }, folders);
  const lines = paths.map((path) => `  ${relative(process.cwd(), path)}`);
  printReport(["Written, with everything to fill in:", ...lines, `Then: npm start`].join("\n"));
}

function writeSchema(folder: string): void {
  const path = join(folder, "campaign.schema.json");
  writeFileSync(path, campaignJsonSchema());
  printReport(`Written: ${relative(process.cwd(), path)}`);
}

await runTool(main);
