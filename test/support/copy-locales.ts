import { cpSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { CampaignId } from "../../src/campaigns/schema.ts";
import { localesFolder } from "./walk-conversation.ts";

const classifiers = new Set(["examples", "intents.bin"]);

/**
 * Copies English and French with the texts of these campaigns, and without their classifiers, which are most of their bytes:
 * they are read by their sentences alone.
 */
export function copyLocales(to: string, campaigns: readonly CampaignId[]): void {
  const isOther = (path: string) =>
    basename(dirname(path)) === "campaigns" && !campaigns.includes(basename(path, ".json"));
  for (const part of ["en", "fr", "replies.bin"])
    cpSync(join(localesFolder, part), join(to, part), {
      recursive: true,
      filter: (path) => !classifiers.has(basename(path)) && !isOther(path),
    });
}
