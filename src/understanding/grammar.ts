import { LRUCache } from "lru-cache";
import type { CampaignId } from "../campaigns/schema.ts";
import type { Language, LinkVerdict, Phrase } from "../conversation/vocabulary.ts";
import { once } from "../memoized.ts";
import { compileTellingWords, type TellingWords } from "./guess-language.ts";
import { noRules, parseTemplate, phraseTemplate, type Template } from "./parse-template.ts";
import { type AccountToken, compileAccounts } from "./read-accounts.ts";
import { compileDates, type Dates, type DateWords } from "./read-date-words.ts";
import { compileNamedZones, type NamedZones } from "./read-named-zone.ts";
import { compileNumberWords, type NumberSense } from "./read-number-words.ts";
import { compileZones, type Places, type ZoneWords } from "./read-place.ts";
import { compileServices, type Services } from "./read-service.ts";
import { indexTopics, type Topic, type TopicIndex } from "./search-topics.ts";
import {
  type Names,
  parsedTemplates,
  type Sentences,
  skipInTopicsOf,
  skipOf,
  templatesUnder,
} from "./sentences.ts";
import { compileTemplates, type TemplateSet, wordsIn } from "./template-set.ts";
import { keyOf } from "./tokens.ts";

/** What a whole sentence means: the file and the key of its template; the campaign if it is asked about that one alone. */
export interface Intent {
  readonly file: "commands" | "small-talk" | "answers" | "languages" | "topics";
  readonly name: string;
  readonly campaign?: CampaignId;
}

/** What one language's sentences are read with. */
export interface Reading {
  readonly language: Language;
  readonly sentences: TemplateSet<Intent>;
  /** The questions of the help, and what stands on the buttons that offer them. */
  readonly questions: TemplateSet<Intent>;
  readonly labels: TemplateSet<Intent>;
  /** The labels of questions that were open lately, by their texts. */
  readonly openLabels: LRUCache<string, OpenLabels>;
  readonly accounts: ReadonlyMap<CampaignId, TemplateSet<AccountToken>>;
  /** Words with which accounts are told: without one, their names beside a service's only name that. */
  readonly tellsAccounts: ReadonlySet<string>;
  /** Words with which more accounts are told. */
  readonly addsAccounts: ReadonlySet<string>;
  readonly topics: () => TopicIndex;
  /** Numbers of choices in words. */
  readonly numberWords: TemplateSet<NumberSense>;
  /** Words around the number of a choice. */
  readonly aroundNumber: ReadonlySet<string>;
  /** How sentences begin that are questions even without a question mark. */
  readonly asks: readonly string[];
  /** A language without date words does without typed dates and zones. */
  readonly dates: () => Dates | undefined;
  readonly zones: Places | undefined;
  /** How a zone is named with an hour. */
  readonly namedZones: () => NamedZones | undefined;
}

/** The labels of one question, each with its place among the choices. */
export interface OpenLabels {
  readonly keys: readonly string[];
  readonly templates: TemplateSet<number>;
}

/** All that people's words are read with, compiled once at the start. */
export interface Grammar {
  readonly readings: ReadonlyMap<Language, Reading>;
  readonly services: Services;
  readonly telling: TellingWords;
  readonly countries: Places;
  readonly campaigns: readonly CampaignId[];
  /** The text of a label, without markup. */
  readonly label: (phrase: Phrase, language: Language) => string;
  /** Judges the addresses in a text; nothing if there are none. */
  readonly judgeLink: (text: string) => LinkVerdict | undefined;
}

/** What a {@link Grammar} is compiled from. */
export interface GrammarSource {
  readonly sentences: ReadonlyMap<Language, Sentences>;
  readonly names: Names;
  readonly dates: ReadonlyMap<Language, DateWords & { readonly zones: ZoneWords }>;
  readonly countries: Places;
  /** Help topics that can be suggested. */
  readonly topics: readonly Topic[];
  readonly label: Grammar["label"];
  readonly judgeLink: Grammar["judgeLink"];
}

const mostOpenLabels = 500;
const sentenceFiles = ["commands", "small-talk", "answers", "languages"] as const;

/** Compiles all that people may type. */
export function compileGrammar(source: GrammarSource): Grammar {
  const { sentences, names, countries, label, judgeLink } = source;
  const vocabulary = new Set<string>();
  return {
    readings: new Map(
      [...sentences].map(
        ([language, own]) => [language, compileReading(language, own, source, vocabulary)] as const,
      ),
    ),
    services: compileServices(names, [...sentences.values()], vocabulary),
    telling: compileTellingWords(new Map([...sentences].map(([language, { common }]) => [language, common]))),
    countries,
    campaigns: [...names.keys()],
    label,
    judgeLink,
  };
}

function compileReading(
  language: Language,
  sentences: Sentences,
  { names, dates, topics, label }: GrammarSource,
  vocabulary: Set<string>,
): Reading {
  const words = dates.get(language);
  const intentsIn = (file: Intent["file"]): readonly IntentTemplate[] =>
    parsedTemplates(sentences, file).map(([template, name]) => [template, { file, name }]);
  const offered: readonly (readonly [Phrase, Intent])[] = [
    ...topics.map(({ id, label: phrase }) => [phrase, { file: "topics", name: id }] as const),
    [{ key: "suggestions.something-else" }, { file: "commands", name: "something-else" }],
  ];
  return {
    language,
    sentences: compileTemplates({
      templates: sentenceFiles.flatMap(intentsIn),
      skip: skipOf(sentences),
      slots: new Map([["account", accountPhrases(names)]]),
      vocabulary,
    }),
    questions: compileTemplates({
      templates: [...intentsIn("topics"), ...campaignTopics(names)],
      skip: skipInTopicsOf(sentences),
      fillers: skipOf(sentences),
      otherSubjects: sentences.common.otherSubjects.map((line) =>
        parseTemplate(line, sentences.common.rules),
      ),
      vocabulary,
    }),
    openLabels: new LRUCache({ max: mostOpenLabels }),
    labels: compileTemplates<Intent>({
      vocabulary,
      templates: offered.map(([phrase, intent]) => [phraseTemplate(label(phrase, language)), intent]),
    }),
    accounts: new Map(
      // No one is asked about the only account that there is.
      [...names]
        .filter(([, { accounts }]) => accounts.length > 1)
        .map(([campaign, own]) => [campaign, compileAccounts(own, sentences, vocabulary)] as const),
    ),
    tellsAccounts: wordsIn(templatesUnder(sentences, "accounts", "told")),
    addsAccounts: wordsIn(templatesUnder(sentences, "accounts", "more")),
    topics: once(() => indexTopics(topics, sentences, (phrase) => label(phrase, language))),
    numberWords: compileNumberWords(sentences),
    aroundNumber: wordsIn(templatesUnder(sentences, "answers", "around-number")),
    asks: sentences.common.asks.flatMap((line) => line.split("|")).map(keyOf),
    dates: once(() => words && compileDates(words)),
    zones: words && compileZones(words.zones),
    namedZones: once(() => words && compileNamedZones(words.zones)),
  };
}

type IntentTemplate = readonly [template: Template, intent: Intent];

/** The questions that are asked about one campaign alone. */
function campaignTopics(names: Names): readonly IntentTemplate[] {
  return [...names].flatMap(([campaign, { names: each }]) =>
    each.flatMap(({ topics }) =>
      Object.entries(topics).flatMap(([name, templates]) =>
        templates.map((text) => [parseTemplate(text, noRules), { file: "topics", name, campaign }] as const),
      ),
    ),
  );
}

/** What the accounts of all campaigns are called. */
function accountPhrases(names: Names): readonly (readonly [phrase: Template, value: string])[] {
  return [...names.values()].flatMap(({ names: each }) =>
    each.flatMap(({ accounts }) =>
      Object.entries(accounts).flatMap(([account, phrases]) =>
        phrases.map((phrase) => [phraseTemplate(phrase), account] as const),
      ),
    ),
  );
}
