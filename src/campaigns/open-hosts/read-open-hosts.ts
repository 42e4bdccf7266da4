import { readDataFile } from "../read-data-file.ts";
import { type OpenHosts, openHostsSchema } from "./open-hosts-schema.ts";

/** Reads and checks a file of open hosts. Throws a `DataFileError` with every problem at once. */
export function readOpenHosts(path: string): OpenHosts {
  return readDataFile(path, openHostsSchema);
}
