import { fileURLToPath } from "node:url";
import type { World } from "../src/app/gather-facts.ts";
import { type Comprehension, createComprehension } from "../src/app/understand.ts";
import { readCampaigns } from "../src/campaigns/read-campaigns.ts";
import { type Content, readContent } from "../src/content/read-content.ts";

/** What the bot knows and can say, as it is shipped. */
export interface Brain {
  readonly world: World;
  readonly wording: Content["wording"];
  readonly comprehension: Comprehension;
}

/** Reads the campaigns and the texts. */
export function openBrain(): Brain {
  const campaigns = readCampaigns([pathOf("../src/campaigns")]);
  const { wording, words, campaignWords, dates } = readContent(pathOf("../locales"), [...campaigns.values()]);
  return {
    wording,
    comprehension: createComprehension(words, campaignWords, dates, campaigns, wording),
    world: {
      languages: ["fr", "en"],
      defaultLanguage: "fr",
      defaultZone: "Europe/Paris",
      campaigns,
      community: [],
      operator: { name: "Les Exemples", contact: "contact@exemple.test" },
      retentionDays: 90,
    },
  };
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
