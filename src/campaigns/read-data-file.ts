import { z } from "zod";
import { placeholderProblem, placeholdersIn } from "../placeholders.ts";
import { readJsonFile } from "../read-json-file.ts";
import { type Authority, authoritiesSchema, type CountryCode } from "./authorities/authorities.ts";
import { checkIn, checkUnique } from "./contradictions.ts";
import { type OpenHosts, openHostsSchema } from "./open-hosts/open-hosts-schema.ts";
import { factSchema, name } from "./schema.ts";

const topics = z
  .array(name)
  .min(1, "expected at least one topic")
  .superRefine((all, context) =>
    checkUnique(
      all.map((id, index) => ({ id, path: [index] })),
      checkIn(context),
    ),
  );

/** What the file of general answers holds: the topics in order, and the facts that their texts rest on. */
const generalSchema = z.strictObject({ topics, facts: z.record(name, factSchema) });

/** A file of facts is not as it must be. Names every problem with its file and its place in it. */
export class DataFileError extends Error {
  override name = "DataFileError";

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** Reads and checks the authorities of a file, by country. Throws a {@link DataFileError} with every problem at once. */
export function readAuthorities(path: string): ReadonlyMap<CountryCode, Authority> {
  return new Map(readDataFile(path, authoritiesSchema).map((each) => [each.country, each]));
}

/** Reads and checks the file of general answers. Throws a {@link DataFileError} with every problem at once. */
export function readGeneral(path: string): z.infer<typeof generalSchema> {
  return readDataFile(path, generalSchema);
}

/** Reads and checks a file of open hosts. Throws a {@link DataFileError} with every problem at once. */
export function readOpenHosts(path: string): OpenHosts {
  return readDataFile(path, openHostsSchema);
}

function readDataFile<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  const file = readJsonFile(path);
  if ("problem" in file) throw new DataFileError([file.problem]);
  const { data, error } = schema.safeParse(file.content);
  const problems = nameProblems(path, file.content, error);
  if (data === undefined || problems.length > 0) throw new DataFileError(problems);
  return data;
}

/** Lists all problems of a file's content, each with the file and its place in it: placeholders first. */
export function nameProblems(
  path: string,
  content: unknown,
  error: z.ZodError | undefined,
): readonly string[] {
  const placeholders = placeholdersIn(content).map((place) => ({ place, message: placeholderProblem }));
  const wrong = (error?.issues ?? []).flatMap(closestIssues);
  const others = wrong.filter((issue) => !placeholders.some(({ place }) => place === issue.place));
  return [...placeholders, ...others].map(
    ({ place, message }) => `${path}: ${place || "the whole file"}: ${message}`,
  );
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
