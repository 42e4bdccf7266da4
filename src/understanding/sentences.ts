import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";
import { parseTemplate, type Rules, type Template } from "./parse-template.ts";
import { keyOf } from "./tokens.ts";

/**
 * Templates by what they mean: `locales/<language>/sentences/*.json`, in the notation of
 * `parse-template.ts`.
 */
export type Templates = Readonly<Record<string, readonly string[]>>;

/** What people may type in one language, by the name of its file under `locales/<language>/sentences/`. */
export interface Sentences {
  readonly common: {
    /** Words that change nothing, wherever they stand. */
    readonly skip: readonly string[];
    /** How sentences begin that are questions even without a question mark. */
    readonly asks: readonly string[];
    /** Parts of templates, by their name. */
    readonly rules: Rules;
    /** Words that tell this language by themselves. */
    readonly languageMarkers: readonly string[];
  };
  /** By the type of their event. */
  readonly commands: Templates;
  /** Thanks, ok, hello, goodbye. */
  readonly "small-talk": Templates;
  /** Yes, no, unknown and the like; and more words for a choice, under the key of its label. */
  readonly answers: Templates;
  /** Numbers in words, in their order, and how a choice is named by one. */
  readonly numbers: Templates;
  /** The words from which sets of accounts are read, by their meaning. */
  readonly accounts: Templates;
  /**
   * `other`: services without a campaign; `around`: words beside a service's name that mean nothing
   * else; for more keys see `find-services.ts`.
   */
  readonly services: Templates;
  /** The names of languages, by their tag. */
  readonly languages: Templates;
  /** Words that confirm a report, by its type; `unless`: words that speak against it. */
  readonly witnesses: Templates;
}

/**
 * The names of a campaign's service and accounts, and its own questions:
 * `locales/<language>/campaigns/<id>.json`.
 */
export interface CampaignNames {
  readonly accounts: Readonly<Record<AccountId, readonly string[]>>;
  readonly service: readonly string[];
  /** Questions that are asked about this campaign alone, by their help topic. */
  readonly topics: Templates;
}

/** The names of all campaigns, in all languages. */
export type Names = ReadonlyMap<
  CampaignId,
  { readonly accounts: readonly AccountId[]; readonly names: readonly CampaignNames[] }
>;

/** Returns the values of the languages in the order in which they are tried: the person's own first. */
export function inOrder<Value>(
  languages: ReadonlyMap<Language, Value>,
  preferred: Language,
): readonly Value[] {
  return [...languages]
    .sort(([one], [other]) => Number(other === preferred) - Number(one === preferred))
    .map(([, value]) => value);
}

/** Returns the parsed templates of one file, each with its key. */
export function parsedTemplates(
  sentences: Sentences,
  file: Exclude<keyof Sentences, "common">,
): readonly (readonly [template: Template, key: string])[] {
  return Object.keys(sentences[file]).flatMap((key) =>
    templatesUnder(sentences, file, key).map((template) => [template, key] as const),
  );
}

/** Returns the parsed templates under one key of a file. */
export function templatesUnder(
  sentences: Sentences,
  file: Exclude<keyof Sentences, "common">,
  key: string,
): readonly Template[] {
  return (sentences[file][key] ?? []).map((template) => parseTemplate(template, sentences.common.rules));
}

/**
 * Returns the phrases of lines that hold several each, written as words are compared, with and without
 * apostrophes: "isn't needed" is also typed as "isnt needed".
 */
export function phrasesIn(lines: readonly string[] = []): readonly string[] {
  const phrases = lines.flatMap((line) => line.split("|"));
  return [...new Set(phrases.flatMap((phrase) => [keyOf(phrase), withoutApostrophes(phrase)]))];
}

/** Returns the skip words, written as words are compared. */
export function skipOf({ common }: Sentences): readonly string[] {
  return common.skip.flatMap(spellingsOf);
}

/**
 * Returns the words of a phrase, and the phrase without apostrophes: "j'ai" is typed as two words
 * and as "jai".
 */
export function spellingsOf(word: string): readonly string[] {
  return [...keyOf(word).split(" "), withoutApostrophes(word)];
}

function withoutApostrophes(phrase: string): string {
  return keyOf(phrase.replaceAll(/['’]/g, ""));
}
