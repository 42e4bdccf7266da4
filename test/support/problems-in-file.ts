import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataFileError } from "../../src/campaigns/read-files.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** What is said about a data file of this name with this content; nothing if it is read. */
export function problemsInFile(name: string, content: string, read: (path: string) => unknown): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  try {
    read(path);
  } catch (error) {
    if (error instanceof DataFileError) return error.message.replaceAll(path, name);
    throw error;
  }
  return "";
}
