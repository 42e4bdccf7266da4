import type { CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";
import type { CountryWords, ZoneWords } from "../understanding/entities/find-places.ts";
import type { DateWords } from "../understanding/entities/read-date-words.ts";
import type { CampaignNames, Sentences } from "../understanding/sentences.ts";
import type { Texts } from "./texts.ts";

/** The content of one language: texts by namespace, and what people may type. */
export interface Locale {
  readonly language: Language;
  /** By namespace, which is also the file's name: `conversation`, `reminders`, `campaigns/<id>`. */
  readonly texts: ReadonlyMap<string, Texts>;
  readonly sentences: Sentences;
  readonly campaignNames: ReadonlyMap<CampaignId, CampaignNames>;
  readonly countries: CountryWords;
  /** Short forms, of at most 24 characters, of labels that are too long for a list of WhatsApp's. */
  readonly shortLabels: Readonly<Record<string, string>>;
  readonly dates: (DateWords & { readonly zones: ZoneWords }) | undefined;
  /** Returns the path of one of the language's files. */
  readonly pathOf: (file: string) => string;
}
