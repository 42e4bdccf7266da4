import { cpSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { CampaignId } from "../../src/campaigns/schema.ts";
import { localesFolder } from "./walk-conversation.ts";

const learnt = new Set(["examples", "intents.bin", "replies"]);

/**
 * Copies English and French with the texts of these campaigns, and without what classifiers learn from and what they have learnt:
 * most of the bytes, and all is read by its sentences alone.
 */
export function copyLocales(to: string, campaigns: readonly CampaignId[]): void {
  const isOther = (path: string) =>
    basename(dirname(path)) === "campaigns" && !campaigns.includes(basename(path, ".json"));
  for (const part of ["en", "fr"])
    cpSync(join(localesFolder, part), join(to, part), {
      recursive: true,
      filter: (path) => !learnt.has(basename(path)) && !isOther(path),
    });
}
