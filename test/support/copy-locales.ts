import { cpSync } from "node:fs";
import { basename } from "node:path";
import { localesFolder } from "./walk-conversation.ts";

const classifiers = new Set(["examples", "intents.bin"]);

/** Copies all languages without their classifiers, which are most of their bytes: they are read by their sentences alone. */
export function copyLocales(to: string): void {
  cpSync(localesFolder, to, { recursive: true, filter: (path) => !classifiers.has(basename(path)) });
}
