import { constants, statSync } from "node:fs";

/** True if every user of this machine can read the file; false if it is missing. Windows does not tell. */
export function isOpenToEveryone(file: string): boolean {
  const { mode = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return process.platform !== "win32" && (mode & constants.S_IROTH) !== 0;
}
