import { readJsonFile } from "../../read-json-file.ts";
import { type Authority, authoritiesSchema, type CountryCode } from "./authorities-schema.ts";

/** The file of authorities is not as it must be. Names every problem with its place in the file. */
export class AuthorityError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "AuthorityError";
  }
}

/** Reads and checks the authorities of a file, by country. Throws an {@link AuthorityError} with every problem at once. */
export function readAuthorities(path: string): ReadonlyMap<CountryCode, Authority> {
  const { data, error } = authoritiesSchema.safeParse(contentOf(path));
  if (error) {
    throw new AuthorityError(
      error.issues.map((issue) => `${path}: ${issue.path.join(".") || "the whole file"}: ${issue.message}`),
    );
  }
  return new Map(data.map((each) => [each.country, each]));
}

function contentOf(path: string): unknown {
  const file = readJsonFile(path);
  if ("problem" in file) throw new AuthorityError([file.problem]);
  return file.content;
}
