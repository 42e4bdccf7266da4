import type { Wording } from "../app/ports.ts";
import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";
import type { CountryWords } from "../understanding/read-place.ts";
import type { CampaignNames, Sentences } from "../understanding/sentences.ts";
import { createWording } from "./create-wording.ts";
import { missingTexts } from "./missing-texts.ts";
import { ContentError, type Locale, readLocales } from "./read-locales.ts";
import type { Texts } from "./texts.ts";

/** The content of `locales/`. */
export interface Content {
  readonly wording: Wording;
  /** The texts of `conversation.json` as they are written, by language. */
  readonly texts: ReadonlyMap<Language, Texts>;
  readonly sentences: ReadonlyMap<Language, Sentences>;
  /** One entry for each language. */
  readonly campaignNames: ReadonlyMap<CampaignId, readonly CampaignNames[]>;
  readonly countries: ReadonlyMap<Language, CountryWords>;
  /** A language without date words does without typed dates. */
  readonly dates: ReadonlyMap<Language, NonNullable<Locale["dates"]>>;
}

interface ContentOptions {
  /** Topics that need an answer for any service. */
  readonly generalTopics?: readonly string[];
  /** Further folders for campaigns' texts. */
  readonly further?: readonly string[];
}

/** Reads a folder of languages, with the texts of these campaigns. Throws a {@link ContentError} with every problem at once. */
export function readContent(
  folder: string,
  campaigns: readonly Campaign[],
  { generalTopics = [], further = [] }: ContentOptions = {},
): Content {
  const problems: string[] = [];
  const ids = campaigns.map(({ id }) => id);
  const locales = readLocales(folder, ids, further, problems);
  problems.push(...missingTexts(locales, campaigns, generalTopics));
  if (problems.length > 0) throw new ContentError(problems);
  return {
    wording: createWording(locales),
    texts: new Map(locales.map(({ language, texts }) => [language, texts.get("conversation") ?? {}])),
    sentences: new Map(locales.map(({ language, sentences }) => [language, sentences])),
    campaignNames: new Map(
      ids.map((id) => [id, locales.flatMap(({ campaignNames }) => campaignNames.get(id) ?? [])]),
    ),
    countries: new Map(locales.map(({ language, countries }) => [language, countries])),
    dates: new Map(locales.flatMap(({ language, dates }) => (dates ? [[language, dates]] : []))),
  };
}
