import { blankProblem, blanksIn } from "../blanks.ts";
import type { CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";

/** Texts nested by the parts of their keys. Lists are no texts: they are what people may type. */
export type Texts = { readonly [part: string]: string | readonly string[] | Texts };

/** The namespace of the answers that hold for any service, under the keys that a campaign's own answers have. */
export const generalAnswers = "help";

/** The namespaces of texts that belong to no campaign. */
export const shared: readonly string[] = ["conversation", "reminders", generalAnswers];

/** The namespace of a campaign's texts, and the name of their file. */
export function namespaceOf(campaign: CampaignId): string {
  return `campaigns/${campaign}`;
}

/** Reads texts within texts. What is neither is added to `problems`, with its place. */
export function readTexts(content: unknown, path: string, problems: string[]): Texts {
  if (!isRecord(content)) {
    problems.push(`${path}: the whole file: expected texts within texts`);
    return {};
  }
  for (const place of blanksIn(content)) problems.push(`${path}: ${place}: ${blankProblem}`);
  return readEntries(content, [], (place, expected) => problems.push(`${path}: ${place}: ${expected}`));
}

function readEntries(
  content: Readonly<Record<string, unknown>>,
  place: readonly string[],
  complain: (place: string, expected: string) => void,
): Texts {
  const entries = Object.entries(content).flatMap(([part, value]): [string, Texts[string]][] => {
    const here = [...place, part];
    if (typeof value === "string" && value.trim() !== "") return [[part, value]];
    if (isListOfTexts(value)) return [[part, value]];
    if (isRecord(value)) return [[part, readEntries(value, here, complain)]];
    complain(here.join("."), "expected a text, a list of words, or texts within");
    // Something stands there: it is not missing as well.
    return [[part, "?"]];
  });
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === "string");
}

/** Every text with its key, forms of number and context included; lists are left out. */
export function entriesOf(texts: Texts, before = ""): readonly (readonly [key: string, text: string])[] {
  return Object.entries(texts).flatMap(([part, value]) => {
    if (typeof value === "string") return [[`${before}${part}`, value] as const];
    return isListOfTexts(value) ? [] : entriesOf(value, `${before}${part}.`);
  });
}

/** A key without the ending that says for which number or in which context it stands. */
export function withoutForm(key: string): string {
  return key.replace(/_[^.]+$/, "");
}

/** The forms of number that a language has. */
export function pluralForms(language: Language): readonly string[] {
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories;
}

/** Gives each text that depends on a number all forms of its language: the form "other" stands in for one that is absent. */
export function withEveryForm(texts: Texts, language: Language): Texts {
  const completed = Object.entries(texts).map(([part, value]): [string, Texts[string]] =>
    typeof value === "string" || isListOfTexts(value)
      ? [part, value]
      : [part, withEveryForm(value, language)],
  );
  const absent = completed.flatMap(([part, value]) =>
    part.endsWith("_other") && typeof value === "string"
      ? pluralForms(language).map((form): [string, string] => [`${withoutForm(part)}_${form}`, value])
      : [],
  );
  return Object.fromEntries([...absent, ...completed]);
}
