import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import { localesFolder } from "./walk-conversation.ts";

const classifiers = new Set(["examples", "intents.bin"]);

/** Copies English and French without their classifiers, which are most of their bytes: they are read by their sentences alone. */
export function copyLocales(to: string): void {
  for (const part of ["en", "fr", "replies.bin"])
    cpSync(join(localesFolder, part), join(to, part), {
      recursive: true,
      filter: (path) => !classifiers.has(basename(path)),
    });
}
