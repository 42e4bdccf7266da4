import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { readJsonFile } from "../read-json-file.ts";
import { DataFileError, nameProblems } from "./read-data-file.ts";
import { type Campaign, type CampaignId, campaignSchema } from "./schema.ts";

/** What is compared with the file's name, even if the rest of the file is wrong. */
const namedSchema = z.object({ id: z.string() });

/** Reads and checks every campaign of the folders, in the order in which they are offered. Throws a {@link DataFileError} with every problem at once. */
export function readCampaigns(folders: readonly string[]): ReadonlyMap<CampaignId, Campaign> {
  const problems: string[] = [];
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json"))
      .map((name) => join(folder, name)),
  );
  for (const [index, file] of files.entries()) {
    const other = files.findIndex((each) => basename(each) === basename(file));
    if (other < index) problems.push(`${file}: a campaign of this name is in ${files[other]} too`);
  }
  const campaigns = files.flatMap((file) => readCampaign(file, problems) ?? []);
  if (campaigns.length === 0 && problems.length === 0)
    problems.push(`${folders.join(", ")}: no campaign is there`);
  if (problems.length > 0) throw new DataFileError(problems);
  campaigns.sort((a, b) => a.position - b.position || a.id.localeCompare(b.id));
  return new Map(campaigns.map((campaign) => [campaign.id, campaign]));
}

function readCampaign(path: string, problems: string[]): Campaign | undefined {
  const file = readJsonFile(path);
  if ("problem" in file) {
    problems.push(file.problem);
    return undefined;
  }
  const { content } = file;
  const { data, error } = campaignSchema.safeParse(content);
  problems.push(...nameProblems(path, content, error));
  const { data: named } = namedSchema.safeParse(content);
  if (named !== undefined && named.id !== basename(path, ".json"))
    problems.push(`${path}: id: "${named.id}" is not the file's name`);
  return data;
}
