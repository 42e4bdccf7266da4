import type { CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";
import { placeholderProblem, placeholdersIn } from "../support/data-files.ts";

/** Texts, nested by the parts of their keys. Lists are no texts, but phrases that people may type. */
export type Texts = { readonly [part: string]: string | readonly string[] | Texts };

/** The namespace of general answers, with the same keys as a campaign's own answers. */
export const generalAnswers = "help";

/** The namespaces of texts that belong to no campaign. */
export const shared: readonly string[] = ["conversation", "reminders", generalAnswers];

/** Returns the namespace of a campaign's texts, which is also the name of their file. */
export function namespaceOf(campaign: CampaignId): `campaigns/${string}` {
  return `campaigns/${campaign}`;
}

/** Reads nested texts. Reports anything else with its place. */
export function readTexts(content: unknown, complain: (place: string, problem: string) => void): Texts {
  if (!isRecord(content)) {
    complain("the whole file", "expected texts within texts");
    return {};
  }
  for (const place of placeholdersIn(content)) complain(place, placeholderProblem);
  return readEntries(content, "", complain);
}

/** Stands for what is no text, so that it is not reported as missing as well. */
export const standIn = "?";

function readEntries(
  content: Readonly<Record<string, unknown>>,
  before: string,
  complain: (place: string, problem: string) => void,
): Texts {
  const entries = Object.entries(content).map(([part, value]): [string, Texts[string]] => {
    if ((typeof value === "string" && value.trim() !== "") || isListOfTexts(value)) return [part, value];
    if (isRecord(value)) return [part, readEntries(value, `${before}${part}.`, complain)];
    complain(`${before}${part}`, "expected a text, a list of words, or texts within");
    return [part, standIn];
  });
  return Object.fromEntries(entries);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === "string");
}

/** Returns every text with its key, including plural forms and contexts, without lists. */
export function entriesOf(texts: Texts, before = ""): readonly (readonly [key: string, text: string])[] {
  return Object.entries(texts).flatMap(([part, value]) => {
    if (typeof value === "string") return [[`${before}${part}`, value] as const];
    return isListOfTexts(value) ? [] : entriesOf(value, `${before}${part}.`);
  });
}

/** One text of a language. */
export interface PlacedText {
  /** The file within the folder of the language. */
  readonly file: string;
  readonly key: string;
  readonly text: string;
}

/** Returns every text of a language, by its namespaces, with its file and key. */
export function placedTexts(texts: ReadonlyMap<string, Texts>): readonly PlacedText[] {
  return [...texts].flatMap(([namespace, nested]) =>
    entriesOf(nested).map(([key, text]) => ({ file: `${namespace}.json`, key, text })),
  );
}

/** Returns the plural form that ends a key; undefined if it ends with a context, or with neither. */
export function pluralFormOf(key: string): string | undefined {
  return /_(zero|one|two|few|many|other)$/.exec(key)?.[1];
}

/** Returns a key without the suffix of its plural form or context. */
export function withoutForm(key: string): string {
  return key.replace(/_[^.]+$/, "");
}

/** Returns the plural forms of a language. */
export function pluralForms(language: Language): readonly string[] {
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories;
}

/** Adds missing plural forms of a language, copied from "other": i18next has no such fallback. */
export function withEveryForm(texts: Texts, forms: readonly string[]): Texts {
  const completed = Object.entries(texts).map(([part, value]): [string, Texts[string]] =>
    typeof value === "string" || isListOfTexts(value) ? [part, value] : [part, withEveryForm(value, forms)],
  );
  const absent = completed.flatMap(([part, value]) =>
    part.endsWith("_other") && typeof value === "string"
      ? forms.map((form): [string, string] => [`${withoutForm(part)}_${form}`, value])
      : [],
  );
  return Object.fromEntries([...absent, ...completed]);
}
