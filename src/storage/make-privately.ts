import { closeSync, openSync } from "node:fs";

/**
 * Makes an empty file that only its owner reads where there is none. An existing one is not even opened: closing it would drop
 * SQLite's locks.
 */
export function makePrivately(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
