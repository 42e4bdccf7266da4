import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { CampaignId } from "../campaigns/schema.ts";
import type { CountryWords } from "../conversation/read-country.ts";
import type { DateWords } from "../conversation/read-date.ts";
import type { ZoneWords } from "../conversation/read-zone.ts";
import type { Language } from "../conversation/vocabulary.ts";
import type { CampaignWords, Words } from "../conversation/words.ts";
import { readJsonFile } from "../read-json-file.ts";
import { campaignWordsSchema } from "./campaign-words-schema.ts";
import { countriesSchema } from "./countries-schema.ts";
import { datesSchema } from "./dates-schema.ts";
import { namespaceOf, readTexts, shared, type Texts } from "./texts.ts";
import { wordsSchema } from "./words-schema.ts";

/** What one language has: texts by namespace, and what people may type in it. */
export interface Locale {
  readonly language: Language;
  /** By namespace, which is also the file's name: `conversation`, `reminders`, `campaigns/<id>`. */
  readonly texts: ReadonlyMap<string, Texts>;
  readonly words: Words;
  readonly campaignWords: ReadonlyMap<CampaignId, CampaignWords>;
  readonly countries: CountryWords;
  /** A language without date words does without typed dates. */
  readonly dates: (DateWords & { readonly zones: ZoneWords }) | undefined;
  /** The path of one of its files. */
  readonly pathOf: (file: string) => string;
}

/** Something in `locales/` is not as it must be. Names every problem with its file and its place in it. */
export class ContentError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ContentError";
  }
}

/**
 * Reads every language: a folder within `folder` is a language. A campaign's texts may also lie in one of `further`
 * folders. What is wrong is added to `problems`, and left out.
 */
export function readLocales(
  folder: string,
  campaigns: readonly CampaignId[],
  further: readonly string[],
  problems: string[],
): readonly Locale[] {
  const languages = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
  if (languages.length === 0) problems.push(`${folder}: holds no language; a language is a folder`);
  return languages.flatMap((language) => {
    const problem = problemWithTag(language);
    if (problem !== undefined) problems.push(`${join(folder, language)}: ${problem}`);
    return problem === undefined ? [readLocale(language, folder, campaigns, further, problems)] : [];
  });
}

function readLocale(
  language: Language,
  folder: string,
  campaigns: readonly CampaignId[],
  further: readonly string[],
  problems: string[],
): Locale {
  const pathOf = (file: string): string =>
    further.map((other) => join(other, language, file)).find(existsSync) ?? join(folder, language, file);
  const textsOf = (namespace: string): [string, Texts][] => {
    const path = pathOf(`${namespace}.json`);
    const content = readJson(path, problems);
    return content === undefined ? [] : [[namespace, readTexts(content, path, problems)]];
  };
  const texts = new Map([...shared, ...campaigns.map(namespaceOf)].flatMap(textsOf));
  const datesPath = pathOf("dates.json");
  const countriesPath = pathOf("countries.json");
  return {
    language,
    texts,
    words: readChecked(pathOf("words.json"), wordsSchema, problems) ?? wordsSchema.parse({}),
    // Without it, countries are known by their names alone.
    countries:
      (existsSync(countriesPath) ? readChecked(countriesPath, countriesSchema, problems) : undefined) ??
      countriesSchema.parse({}),
    campaignWords: new Map(
      campaigns.flatMap((id): [CampaignId, CampaignWords][] => {
        const content = texts.get(namespaceOf(id));
        const words =
          content && check(content, pathOf(`${namespaceOf(id)}.json`), campaignWordsSchema, problems);
        return words === undefined ? [] : [[id, words]];
      }),
    ),
    dates: existsSync(datesPath) ? readChecked(datesPath, datesSchema, problems) : undefined,
    pathOf,
  };
}

/** The texts library knows a language by its canonical tag only. */
function problemWithTag(language: Language): string | undefined {
  const expected = 'expected a language tag such as "es" or "pt-BR" as the folder\'s name';
  try {
    const [canonical] = Intl.getCanonicalLocales(language);
    return canonical === language ? undefined : `${expected}, here "${canonical}"`;
  } catch {
    return expected;
  }
}

function readChecked<Read>(path: string, schema: z.ZodType<Read>, problems: string[]): Read | undefined {
  const content = readJson(path, problems);
  return content === undefined ? undefined : check(content, path, schema, problems);
}

function check<Read>(
  content: unknown,
  path: string,
  schema: z.ZodType<Read>,
  problems: string[],
): Read | undefined {
  const { data, error } = schema.safeParse(content);
  for (const issue of error?.issues ?? []) {
    const reason = issue.code === "invalid_key" ? issue.issues[0]?.message : undefined;
    problems.push(`${path}: ${issue.path.join(".") || "the whole file"}: ${reason ?? issue.message}`);
  }
  return data;
}

function readJson(path: string, problems: string[]): unknown {
  const file = readJsonFile(path);
  if (!("problem" in file)) return file.content;
  problems.push(file.problem);
  return undefined;
}
