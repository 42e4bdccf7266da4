import { readDataFile } from "../read-data-file.ts";
import { type General, generalSchema } from "./general-schema.ts";

/** Reads and checks the file of general answers. Throws a `DataFileError` with every problem at once. */
export function readGeneral(path: string): General {
  return readDataFile(path, generalSchema);
}
