import type { z } from "zod";
import { readJsonFile } from "../read-json-file.ts";
import { nameProblems } from "./name-problems.ts";

/** A data file beside the campaigns is not as it must be. Names every problem with its place in the file. */
export class DataFileError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "DataFileError";
  }
}

/** Reads a data file and checks it against its schema. Throws a {@link DataFileError} with every problem at once. */
export function readDataFile<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  const file = readJsonFile(path);
  if ("problem" in file) throw new DataFileError([file.problem]);
  const { data, error } = schema.safeParse(file.content);
  const problems = nameProblems(path, file.content, error);
  if (data === undefined || problems.length > 0) throw new DataFileError(problems);
  return data;
}
