import type { CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";
import type { CountryWords, ZoneWords } from "./entities/find-places.ts";
import type { DateWords } from "./entities/read-date-words.ts";
import type { IntentModel } from "./intents/intent-model.ts";
import type { CampaignNames, Sentences } from "./sentences.ts";

/** All that people may type, as `locales/` has it. */
export interface ShippedSentences {
  readonly sentences: ReadonlyMap<Language, Sentences>;
  /** One entry for each language. */
  readonly campaignNames: ReadonlyMap<CampaignId, readonly CampaignNames[]>;
  /** A language without date words does without typed dates. */
  readonly dates: ReadonlyMap<Language, DateWords & { readonly zones: ZoneWords }>;
  readonly countries: ReadonlyMap<Language, CountryWords>;
  /** Reads what messages are classified with; throws if a model does not belong to its examples. A language without examples does without. */
  readonly intents: () => ReadonlyMap<Language, IntentModel>;
}
