import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { blankProblem, blanksIn } from "../blanks.ts";
import { readJsonFile } from "../read-json-file.ts";
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
  if (problems.length > 0) throw new CampaignError(problems);
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
  const blanks = blanksIn(content).map((place) => ({ place, message: blankProblem }));
  const wrong = (error?.issues ?? []).flatMap(closestIssues);
  const others = wrong.filter((issue) => !blanks.some(({ place }) => place === issue.place));
  for (const { place, message } of [...blanks, ...others])
    problems.push(`${path}: ${place || "the whole file"}: ${message}`);
  const { data: named } = z.object({ id: z.string() }).safeParse(content);
  if (named !== undefined && named.id !== basename(path, ".json"))
    problems.push(`${path}: id: "${named.id}" is not the file's name`);
  return data;
}

/** Where several shapes would do, speaks of the one that comes nearest to what is there. */
function closestIssues(
  issue: z.core.$ZodIssue,
): readonly { readonly place: string; readonly message: string }[] {
  const shapes = issue.code === "invalid_union" ? issue.errors : [];
  const nearest = shapes.find((issues) => issues.every(({ path }) => path.length > 0)) ?? [];
  if (nearest.length === 0) return [{ place: issue.path.join("."), message: issue.message }];
  return nearest.map(({ path, message }) => ({ place: [...issue.path, ...path].join("."), message }));
}
