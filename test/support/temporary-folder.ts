import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AtEnd } from "./bot-process.ts";

/** A folder that ends with its test. */
export function temporaryFolder(atEnd: AtEnd = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "objecteur-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
