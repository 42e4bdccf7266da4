import type { CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";
import type { CountryWords, ZoneWords } from "./entities/find-places.ts";
import type { DateWords } from "./entities/read-date-words.ts";
import type { IntentModel } from "./intents/intent-model.ts";
import type { ReplyModel } from "./replies/reply-model.ts";
import type { CampaignNames, Sentences } from "./sentences.ts";

/** Everything that people may type, as stored in `locales/`. */
export interface ShippedSentences {
  readonly sentences: ReadonlyMap<Language, Sentences>;
  /** One entry for each language. */
  readonly campaignNames: ReadonlyMap<CampaignId, readonly CampaignNames[]>;
  /** In a language without date words no typed dates are read. */
  readonly dates: ReadonlyMap<Language, DateWords & { readonly zones: ZoneWords }>;
  readonly countries: ReadonlyMap<Language, CountryWords>;
  /** Reads the names of towns in all languages; see `compileTowns`. */
  readonly towns: () => string;
  /** Checks what was learned of the replies of services; what it returns reads it when it is needed. */
  readonly replies: () => () => ReplyModel | undefined;
  /**
   * Reads the trained models; throws if one does not belong to its examples. A language without
   * examples has none.
   */
  readonly intents: () => ReadonlyMap<Language, IntentModel>;
}
