import { LRUCache } from "lru-cache";
import type { CountryCode } from "../campaigns/authorities/authorities.ts";
import type { CampaignId } from "../campaigns/schema.ts";
import type { Language, LinkVerdict, Phrase } from "../conversation/vocabulary.ts";
import { once } from "../support/memoized.ts";
import { type AccountToken, compileAccounts } from "./entities/find-accounts.ts";
import type { ShortNames } from "./entities/find-authority.ts";
import { compileNumberWords, type NumberSense, ordinalsIn } from "./entities/find-numbers.ts";
import { type Countries, compileZones, type Places, type ZoneWords } from "./entities/find-places.ts";
import { compileServices, type Services } from "./entities/find-services.ts";
import { compileNamedZones, type NamedZones } from "./entities/find-zone.ts";
import { compileDates, type Dates, type DateWords, dateVocabulary } from "./entities/read-date-words.ts";
import { compileLanguageMarkers, type LanguageMarkers } from "./guess-language.ts";
import type { ClassifiedIntent } from "./intents/intent-model.ts";
import { noRules, parseTemplate, type Template } from "./parse-template.ts";
import { createReplyReader, type ReplyReader } from "./read-reply.ts";
import { compileWitnesses, type Witnesses } from "./read-witness.ts";
import type { ReplyModel } from "./replies/reply-model.ts";
import {
  type Names,
  parsedTemplates,
  phrasesIn,
  type Sentences,
  skipOf,
  templatesUnder,
} from "./sentences.ts";
import { compileTemplates, type TemplateSet, wordsIn } from "./template-set.ts";
import { keyOf, type Token } from "./tokens.ts";

/** What a whole sentence means: the file and the key of its template, or the topic whose label it is. */
export interface Intent {
  readonly file: "commands" | "small-talk" | "answers" | "languages" | "topics";
  readonly name: string;
  /** The campaigns that have this topic; none for a general one. */
  readonly campaigns?: readonly CampaignId[];
}

/** A help topic that only one campaign has. */
interface OwnQuestion {
  readonly campaign: CampaignId;
  readonly topic: string;
}

/** The labels of one question, each with its place among the choices. */
export interface OpenLabels {
  readonly keys: readonly string[];
  readonly templates: TemplateSet<number>;
}

/** Everything that sentences of one language are read with. */
export interface LanguageGrammar {
  readonly language: Language;
  readonly sentences: TemplateSet<Intent>;
  /** The labels of the buttons that offer help topics. */
  readonly labels: TemplateSet<Intent>;
  /** Phrases of questions about one campaign alone. */
  readonly ownQuestions: TemplateSet<OwnQuestion>;
  /** A cache of the labels of questions that were open lately, by their texts. */
  readonly openLabels: LRUCache<string, OpenLabels>;
  readonly accounts: ReadonlyMap<CampaignId, TemplateSet<AccountToken>>;
  /**
   * Words that tell which accounts one has: without one, account names beside a service's name only
   * name the service.
   */
  readonly tellsAccounts: ReadonlySet<string>;
  /** Phrases that add accounts to those that were told. */
  readonly addsAccounts: readonly string[];
  /** The words that confirm a report, and other phrases by their key in `witnesses.json`. */
  readonly witnesses: Witnesses;
  readonly topics: ReadonlySet<string>;
  /** Returns what a message may mean, the likeliest first; nothing in a language without examples. */
  readonly classify: (tokens: readonly Token[]) => readonly ClassifiedIntent[];
  /**
   * Returns how likely the person has the account that is marked, does not have it, or leaves it
   * open: each from 0 to 1.
   */
  readonly classifyAccount: (tokens: readonly Token[]) => Readonly<Record<string, number>>;
  /** Returns behind how many words of a message each sign is missing that ends a clause. */
  readonly missingSigns: (tokens: readonly Token[]) => ReadonlySet<number>;
  /** Words for the numbers of choices. */
  readonly numberWords: TemplateSet<NumberSense>;
  /** Words for a place in a list, folded, each with its number from 1, or "last". */
  readonly ordinals: ReadonlyMap<string, string>;
  /** Words around the number of a choice. */
  readonly aroundNumber: ReadonlySet<string>;
  /** How sentences begin that are questions even without a question mark. */
  readonly asks: readonly string[];
  /** Undefined in a language without date words: no typed date or zone is read there. */
  readonly dates: () => Dates | undefined;
  readonly zones: Places | undefined;
  /** The words for a zone that is named with an hour. */
  readonly namedZones: () => NamedZones | undefined;
}

/** Everything that messages are read with, compiled once at the start. */
export interface Grammar {
  readonly readings: ReadonlyMap<Language, LanguageGrammar>;
  readonly services: Services;
  readonly languageMarkers: LanguageMarkers;
  readonly countries: Countries;
  /** The countries of whose zone there is no doubt. */
  readonly inOneZone: ReadonlySet<CountryCode>;
  readonly authorities: ShortNames;
  readonly campaigns: readonly CampaignId[];
  /** The text of a label, without markup. */
  readonly label: (phrase: Phrase, language: Language) => string;
  /** Reads the replies of services, in all languages. */
  readonly replies: ReplyReader;
  /** Judges the addresses in a text; undefined if it has none. */
  readonly judgeLink: (text: string) => LinkVerdict | undefined;
}

/** A help topic that can be suggested. */
export interface Topic {
  readonly id: string;
  /** The campaign whose topic it is; none for a general one. */
  readonly campaign?: CampaignId;
  readonly label: Phrase;
}

export interface GrammarSource {
  readonly sentences: ReadonlyMap<Language, Sentences>;
  readonly names: Names;
  readonly dates: ReadonlyMap<Language, DateWords & { readonly zones: ZoneWords }>;
  readonly countries: Countries;
  /** The countries of whose zone there is no doubt. */
  readonly inOneZone: ReadonlySet<CountryCode>;
  readonly authorities: ShortNames;
  readonly replies: () => ReplyModel | undefined;
  readonly classifiers: ReadonlyMap<
    Language,
    Pick<LanguageGrammar, "classify" | "classifyAccount" | "missingSigns">
  >;
  /** Help topics that can be suggested. */
  readonly topics: readonly Topic[];
  readonly label: Grammar["label"];
  readonly judgeLink: Grammar["judgeLink"];
}

const mostOpenLabels = 500;
const sentenceFiles = ["commands", "small-talk", "answers", "languages"] as const;

export function compileGrammar(source: GrammarSource): Grammar {
  const { sentences, names, countries, inOneZone, authorities, label, judgeLink } = source;
  const vocabulary = new Set<string>();
  return {
    readings: new Map(
      [...sentences].map(
        ([language, theirs]) => [language, compileReading(language, theirs, source, vocabulary)] as const,
      ),
    ),
    services: compileServices(names, [...sentences.values()], vocabulary),
    languageMarkers: compileLanguageMarkers(
      new Map([...sentences].map(([language, { common }]) => [language, common])),
    ),
    countries,
    inOneZone,
    authorities,
    campaigns: [...names.keys()],
    replies: createReplyReader(source.replies),
    label,
    judgeLink,
  };
}

function compileReading(
  language: Language,
  sentences: Sentences,
  source: GrammarSource,
  vocabulary: Set<string>,
): LanguageGrammar {
  const { names, dates, topics, classifiers, label } = source;
  const words = dates.get(language);
  const offered: readonly (readonly [Phrase, Intent])[] = [
    ...topics.map((topic) => [topic.label, topicIntent(topic, topics)] as const),
    [{ key: "suggestions.something-else" }, { file: "commands", name: "something-else" }],
  ];
  return {
    language,
    sentences: compileTemplates({
      templates: sentenceFiles.flatMap((file) =>
        parsedTemplates(sentences, file).map(([template, name]) => [template, { file, name }] as const),
      ),
      skip: skipOf(sentences),
      slots: new Map([
        ["account", accountPhrases(names)],
        ["language", languagePhrases(sentences, source)],
      ]),
      vocabulary,
    }),
    openLabels: new LRUCache({ max: mostOpenLabels }),
    labels: compileTemplates<Intent>({
      vocabulary,
      templates: offered.map(([phrase, intent]) => [label(phrase, language), intent]),
    }),
    ownQuestions: compileTemplates({ templates: ownQuestions(names) }),
    accounts: new Map(
      // Nobody is asked about a campaign's only account.
      [...names]
        .filter(([, { accounts }]) => accounts.length > 1)
        .map(([campaign, words]) => [campaign, compileAccounts(words, sentences, vocabulary)] as const),
    ),
    tellsAccounts: wordsIn(templatesUnder(sentences, "accounts", "tells")),
    addsAccounts: phrasesIn(sentences.accounts["more"]),
    witnesses: compileWitnesses(sentences),
    topics: new Set(topics.map(({ id }) => id)),
    ...(classifiers.get(language) ?? {
      classify: () => [],
      classifyAccount: () => ({}),
      missingSigns: () => new Set<number>(),
    }),
    numberWords: compileNumberWords(sentences),
    ordinals: ordinalsIn(sentences),
    aroundNumber: wordsIn(templatesUnder(sentences, "answers", "around-number")),
    asks: phrasesIn(sentences.common.asks),
    dates: once(() => words && compileDates(words, dateVocabulary(dates.values()))),
    zones: words && compileZones(words.zones),
    namedZones: once(() => words && compileNamedZones(words.zones, source.countries.towns)),
  };
}

function topicIntent({ id, campaign }: Topic, topics: readonly Topic[]): Intent {
  if (campaign === undefined) return { file: "topics", name: id };
  const campaigns = topics.flatMap((other) => (other.id === id ? (other.campaign ?? []) : []));
  return { file: "topics", name: id, campaigns };
}

function ownQuestions(names: Names): readonly (readonly [template: Template, question: OwnQuestion])[] {
  return [...names].flatMap(([campaign, { names: each }]) =>
    each.flatMap(({ topics }) =>
      Object.entries(topics).flatMap(([topic, templates]) =>
        templates.map((text) => [parseTemplate(text, noRules), { campaign, topic }] as const),
      ),
    ),
  );
}

/** The names, in every language, of the languages that these sentences do not name. */
function languagePhrases(
  { languages }: Sentences,
  { sentences, label }: GrammarSource,
): readonly (readonly [phrase: string, value: Language])[] {
  const all = [...sentences.keys()];
  const namesOf = all.map((each) => new Intl.DisplayNames([each], { type: "language" }));
  return all
    .filter((tag) => !Object.hasOwn(languages, tag))
    .flatMap((tag) =>
      [label({ key: "language.name" }, tag), ...namesOf.map((names) => names.of(tag) ?? tag)].map(
        (name) => [keyOf(name), tag] as const,
      ),
    );
}

/** The names of the accounts of all campaigns. */
function accountPhrases(names: Names): readonly (readonly [phrase: string, value: string])[] {
  return [...names.values()].flatMap(({ names: each }) =>
    each.flatMap(({ accounts }) =>
      Object.entries(accounts).flatMap(([account, phrases]) =>
        phrases.map((phrase) => [phrase, account] as const),
      ),
    ),
  );
}
