import { z } from "zod";
import type { Wording } from "../app/ports.ts";
import type { CampaignId } from "../campaigns/schema.ts";
import type { DateWords } from "../conversation/read-date.ts";
import type { ZoneWords } from "../conversation/read-zone.ts";
import type { Language } from "../conversation/vocabulary.ts";
import type { CampaignWords, Words } from "../conversation/words.ts";
import { createWording } from "./create-wording.ts";
import { type Locale, readLocales } from "./read-locales.ts";

/** Everything that `locales/` holds, ready for use. */
export interface Content {
  readonly wording: Wording;
  readonly words: ReadonlyMap<Language, Words>;
  readonly campaignWords: ReadonlyMap<CampaignId, readonly CampaignWords[]>;
  /** A language without date words does without typed dates. */
  readonly dates: ReadonlyMap<Language, DateWords & { readonly zones: ZoneWords }>;
}

/** Reads a folder of languages, and campaigns' texts in further ones. Throws a ContentError with every problem at once. */
export function readContent(
  folder: string,
  campaigns: readonly CampaignId[],
  further: readonly string[] = [],
): Content {
  const locales = readLocales(folder, campaigns, further);
  return {
    wording: createWording(locales),
    words: new Map(locales.map(({ language, words }) => [language, words as Words])),
    campaignWords: new Map(campaigns.map((id) => [id, locales.map((locale) => wordsOf(locale, id))])),
    dates: new Map(
      locales.flatMap(({ language, dates }) =>
        dates === undefined ? [] : [[language, dates as DateWords & { zones: ZoneWords }]],
      ),
    ),
  };
}

const phrases = z.array(z.string());
const campaignTexts = z.object({
  words: z
    .object({ accounts: z.record(z.string(), phrases), service: phrases })
    .default({ accounts: {}, service: [] }),
  help: z.record(z.string(), z.object({ words: phrases.default([]) })).default({}),
});

/** What people may type for a campaign, out of its texts. */
function wordsOf({ texts }: Locale, campaign: CampaignId): CampaignWords {
  const { words, help } = campaignTexts.parse(texts.get(campaign));
  return {
    ...words,
    topics: Object.fromEntries(Object.entries(help).map(([topic, { words }]) => [topic, words])),
  };
}
