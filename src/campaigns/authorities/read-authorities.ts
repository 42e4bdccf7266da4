import { readDataFile } from "../read-data-file.ts";
import { type Authority, authoritiesSchema, type CountryCode } from "./authorities-schema.ts";

/** Reads and checks the authorities of a file, by country. Throws a `DataFileError` with every problem at once. */
export function readAuthorities(path: string): ReadonlyMap<CountryCode, Authority> {
  return new Map(readDataFile(path, authoritiesSchema).map((each) => [each.country, each]));
}
