import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { placeholderProblem, placeholdersIn, readJsonFile } from "../support/data-files.ts";
import { ProblemsError } from "../support/operator-error.ts";
import { type Authority, authoritiesSchema, type CountryCode } from "./authorities/authorities.ts";
import { checkIn, checkUnique } from "./contradictions.ts";
import { factSchema } from "./facts.ts";
import { name } from "./fields.ts";
import { type HelpLine, helpLinesSchema } from "./help-lines/help-lines.ts";
import { type Campaign, type CampaignId, campaignSchema } from "./schema.ts";

/** The id, which is compared with the file's name even if the rest of the file is invalid. */
const namedSchema = z.object({ id: z.string() });

const topics = z
  .array(name)
  .min(1, "expected at least one topic")
  .superRefine((all, context) =>
    checkUnique(
      all.map((id, index) => ({ id, path: [index] })),
      checkIn(context),
    ),
  );

/** The file of general answers: the topics in order, and the facts that their texts rest on. */
const generalSchema = z.strictObject({ topics, facts: z.record(name, factSchema) });

const hosts = z
  .array(
    z
      .string()
      .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[^\s/?#]+)*$/, "expected example.org or example.org/path"),
  )
  .refine((all) => new Set(all).size === all.length, "expected each host once");

/**
 * The file of open hosts: hosts, or prefixes of their addresses, whose owner is not responsible for
 * the pages there.
 */
const openHostsSchema = z.strictObject({
  /** Hosts where anyone can publish pages, forms or files. */
  publishing: hosts,
  /** Hosts whose addresses lead to other ones: shorteners, redirectors, proxies, archives. */
  redirecting: hosts,
});

/** A data file is invalid. Lists every problem with its file and its place in it. */
export class DataFileError extends ProblemsError {
  override name = "DataFileError";
}

/**
 * Reads and checks every campaign of a folder, in the order in which they are offered. Throws a
 * {@link DataFileError} with every problem.
 */
export function readCampaigns(folder: string): ReadonlyMap<CampaignId, Campaign> {
  const problems: string[] = [];
  const campaigns = readdirSync(folder)
    .filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json"))
    .flatMap((name) => readCampaign(join(folder, name), problems) ?? []);
  if (campaigns.length === 0 && problems.length === 0) problems.push(`${folder}: no campaign is there`);
  if (problems.length > 0) throw new DataFileError(problems);
  campaigns.sort((a, b) => a.position - b.position || a.id.localeCompare(b.id));
  return new Map(campaigns.map((campaign) => [campaign.id, campaign]));
}

function readCampaign(path: string, problems: string[]): Campaign | undefined {
  const { content, data } = check(path, campaignSchema, problems);
  const { data: named } = namedSchema.safeParse(content);
  if (named !== undefined && named.id !== basename(path, ".json"))
    problems.push(`${path}: id: "${named.id}" is not the file's name`);
  return data;
}

/** Reads and checks the authorities, by country. Throws a {@link DataFileError} with every problem. */
export function readAuthorities(path: string): ReadonlyMap<CountryCode, Authority> {
  return new Map(readDataFile(path, authoritiesSchema).map((each) => [each.country, each]));
}

/** Reads and checks the help lines, by country. Throws a {@link DataFileError} with every problem. */
export function readHelpLines(path: string): ReadonlyMap<CountryCode, readonly HelpLine[]> {
  return new Map(readDataFile(path, helpLinesSchema).map(({ country, lines }) => [country, lines]));
}

/** Reads and checks the general answers. Throws a {@link DataFileError} with every problem. */
export function readGeneral(path: string): z.infer<typeof generalSchema> {
  return readDataFile(path, generalSchema);
}

/** Reads and checks a file of open hosts. Throws a {@link DataFileError} with every problem. */
export function readOpenHosts(path: string): readonly string[] {
  const { publishing, redirecting } = readDataFile(path, openHostsSchema);
  return [...publishing, ...redirecting];
}

function readDataFile<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  const problems: string[] = [];
  const { data } = check(path, schema, problems);
  if (data === undefined || problems.length > 0) throw new DataFileError(problems);
  return data;
}

/** Returns the file's content, and the parsed data if it fits the schema. Adds problems to `problems`. */
function check<Schema extends z.ZodType>(path: string, schema: Schema, problems: string[]) {
  const file = readJsonFile(path);
  if ("problem" in file) {
    problems.push(file.problem);
    return {};
  }
  const { data, error } = schema.safeParse(file.content);
  problems.push(...nameProblems(path, file.content, error));
  return { content: file.content, data };
}

/** Lists all problems of a file's content, each with the file and its place in it: placeholders first. */
function nameProblems(path: string, content: unknown, error: z.ZodError | undefined): readonly string[] {
  const placeholders = placeholdersIn(content).map((place) => ({ place, message: placeholderProblem }));
  const wrong = (error?.issues ?? []).flatMap(closestIssues);
  const others = wrong.filter((issue) => !placeholders.some(({ place }) => place === issue.place));
  return [...placeholders, ...others].map(
    ({ place, message }) => `${path}: ${place || "the whole file"}: ${message}`,
  );
}

/** If several shapes are allowed, reports the problems of the one that comes closest. */
function closestIssues(
  issue: z.core.$ZodIssue,
): readonly { readonly place: string; readonly message: string }[] {
  const shapes = issue.code === "invalid_union" ? issue.errors : [];
  const nearest = shapes.find((issues) => issues.every(({ path }) => path.length > 0)) ?? [];
  if (nearest.length === 0) return [{ place: issue.path.join("."), message: issue.message }];
  return nearest.map(({ path, message }) => ({ place: [...issue.path, ...path].join("."), message }));
}
