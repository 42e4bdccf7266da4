import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Campaign, type CampaignId, campaignSchema } from "./schema.ts";

/** A campaign's file is not as it must be. Names every problem with its file and its place in it. */
export class CampaignError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "CampaignError";
  }
}

/** Reads and checks every campaign of the folders, in the order in which they are offered. Throws a {@link CampaignError} with every problem at once. */
export function readCampaigns(folders: readonly string[]): ReadonlyMap<CampaignId, Campaign> {
  const problems: string[] = [];
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name)),
  );
  const campaigns = files.flatMap((file) => readCampaign(file, problems) ?? []);
  if (campaigns.length === 0 && problems.length === 0)
    problems.push(`${folders.join(", ")}: no campaign is there`);
  if (problems.length > 0) throw new CampaignError(problems);
  campaigns.sort((a, b) => a.position - b.position || a.id.localeCompare(b.id));
  return new Map(campaigns.map((campaign) => [campaign.id, campaign]));
}

function readCampaign(path: string, problems: string[]): Campaign | undefined {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    problems.push(
      `${path}: ${error instanceof SyntaxError ? `is not JSON: ${error.message}` : "cannot be read"}`,
    );
    return undefined;
  }
  const { data, error } = campaignSchema.safeParse(content);
  for (const issue of error?.issues ?? []) {
    problems.push(`${path}: ${issue.path.join(".") || "the whole file"}: ${issue.message}`);
  }
  if (data !== undefined && data.id !== basename(path, ".json"))
    problems.push(`${path}: id: "${data.id}" is not the file's name`);
  return data;
}
