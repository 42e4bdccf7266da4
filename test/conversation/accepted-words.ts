import en from "../../locales/en/words.json" with { type: "json" };
import fr from "../../locales/fr/words.json" with { type: "json" };
import type { CampaignWords, Words } from "../../src/conversation/words.ts";

/** The words that the bot ships with. */
export const shippedWords: ReadonlyMap<string, Words> = new Map<string, Words>([
  ["fr", fr],
  ["en", en],
]);

/** Names as a campaign's text files give them, one entry a language. */
export const campaignWords: readonly CampaignWords[] = [
  {
    accounts: {
      facebook: ["facebook", "fb", "face", "face book", "facebouk", "fesbouk", "face de bouc"],
      instagram: ["instagram", "insta", "ig", "instagramme", "insta gram", "instra"],
    },
    service: ["meta", "méta"],
    topics: { "under-18": ["moins de 18 ans", "mineur"], messenger: ["whatsapp", "messenger"] },
  },
  {
    accounts: {
      facebook: ["facebook", "fb", "face book", "facebk"],
      instagram: ["instagram", "insta", "ig", "gram", "insta gram"],
    },
    service: ["meta"],
    topics: { "under-18": ["under 18", "minor"], messenger: ["whatsapp", "private messages"] },
  },
];
