import { domainToUnicode } from "node:url";
import type { OpenHosts } from "../campaigns/open-hosts/open-hosts-schema.ts";
import type { CampaignId } from "../campaigns/schema.ts";
import { compileWords, type Vocabulary, type WordSources } from "../conversation/compile-words.ts";
import { createLinkJudge } from "../conversation/judge-link.ts";
import {
  type Countries,
  type CountryWords,
  compileCountries,
  readCountry,
} from "../conversation/read-country.ts";
import { type DateWords, readDate } from "../conversation/read-date.ts";
import { readZone, type ZoneWords } from "../conversation/read-zone.ts";
import { type Recognised, recognise, type View } from "../conversation/recognise.ts";
import type { Facts, Language, Person, Question, TypedDate, Zone } from "../conversation/vocabulary.ts";
import type { CampaignWords } from "../conversation/words.ts";
import type { IncomingMessage, Wording } from "./ports.ts";

/** What people's words are read with. A language without date words does without typed dates. */
export interface Comprehension {
  readonly vocabulary: Vocabulary;
  readonly dates: ReadonlyMap<Language, DateWords & { readonly zones: ZoneWords }>;
  readonly countries: Countries;
  readonly judgeLink: View["judgeLink"];
}

/** All that people may type, as `locales/` has it. */
export interface TypedWords {
  readonly words: WordSources["words"];
  readonly campaignWords: ReadonlyMap<CampaignId, readonly CampaignWords[]>;
  readonly dates: Comprehension["dates"];
  readonly countries: ReadonlyMap<Language, CountryWords>;
  readonly wording: Wording;
}

/** Compiles what people may type, once at the start. */
export function createComprehension(
  { words, campaignWords, dates, countries, wording }: TypedWords,
  { campaigns, authorities }: Pick<Facts, "campaigns" | "authorities">,
  openHosts: OpenHosts,
): Comprehension {
  const sources = [...campaigns].map(([id, { accounts }]) => {
    const named = { accounts: accounts.map((account) => account.id), words: campaignWords.get(id) ?? [] };
    return [id, named] as const;
  });
  const label: WordSources["label"] = (phrase, language) => wording.plain(phrase, language);
  return {
    vocabulary: compileWords({ words, campaigns: new Map(sources), label }),
    dates,
    countries: compileCountries(authorities, countries),
    judgeLink: createLinkJudge({ campaigns, authorities, openHosts, toUnicode: domainToUnicode }),
  };
}

/** Finds out what a message means to this person, who may write in any of the languages. */
export function understand(
  message: Pick<IncomingMessage, "text" | "tapped" | "unreadable">,
  asked: Question | undefined,
  person: Person,
  facts: Facts,
  { vocabulary, dates, countries, judgeLink }: Comprehension,
): Recognised {
  const own = person.language ?? facts.defaultLanguage;
  const languages = [own, ...facts.languages.filter((language) => language !== own)];
  const zone = person.zone ?? facts.defaultZone;
  return recognise(message, asked, {
    vocabulary,
    readDate(text): TypedDate | undefined {
      let unclear: TypedDate | undefined;
      for (const language of languages) {
        const words = dates.get(language);
        const date = words && readDate(text, words, language, facts.now, zone);
        if (date !== undefined && date.kind !== "unclear") return date;
        unclear ??= date;
      }
      return unclear;
    },
    readCountry: (text) => readCountry(text, countries),
    judgeLink,
    readZone(text): Zone | undefined {
      const read = languages.flatMap((language) => {
        const words = dates.get(language)?.zones;
        return (words && readZone(text, words)) ?? [];
      });
      return read[0];
    },
  });
}
