import type { Wording } from "../app/ports.ts";
import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import type { CountryWords } from "../conversation/read-country.ts";
import type { Language } from "../conversation/vocabulary.ts";
import type { CampaignWords, Words } from "../conversation/words.ts";
import { createWording } from "./create-wording.ts";
import { missingTexts } from "./missing-texts.ts";
import { ContentError, type Locale, readLocales } from "./read-locales.ts";

/** Everything that `locales/` holds, ready for use. */
export interface Content {
  readonly wording: Wording;
  readonly words: ReadonlyMap<Language, Words>;
  /** One entry for each language. */
  readonly campaignWords: ReadonlyMap<CampaignId, readonly CampaignWords[]>;
  readonly countries: ReadonlyMap<Language, CountryWords>;
  /** A language without date words does without typed dates. */
  readonly dates: ReadonlyMap<Language, NonNullable<Locale["dates"]>>;
}

/** Reads a folder of languages, and campaigns' texts in further ones. Throws a {@link ContentError} with every problem at once. */
export function readContent(
  folder: string,
  campaigns: readonly Campaign[],
  further: readonly string[] = [],
): Content {
  const problems: string[] = [];
  const ids = campaigns.map(({ id }) => id);
  const locales = readLocales(folder, ids, further, problems);
  problems.push(...missingTexts(locales, campaigns));
  if (problems.length > 0) throw new ContentError(problems);
  return {
    wording: createWording(locales),
    words: new Map(locales.map(({ language, words }) => [language, words])),
    campaignWords: new Map(
      ids.map((id) => [id, locales.flatMap(({ campaignWords }) => campaignWords.get(id) ?? [])]),
    ),
    countries: new Map(locales.map(({ language, countries }) => [language, countries])),
    dates: new Map(locales.flatMap(({ language, dates }) => (dates ? [[language, dates]] : []))),
  };
}
