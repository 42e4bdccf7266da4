import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";
import { languagesIn } from "../folders.ts";
import { readJsonFile } from "../read-json-file.ts";
import { problemWith } from "../understanding/parse-template.ts";
import type { DateWords } from "../understanding/read-date-words.ts";
import type { CountryWords, ZoneWords } from "../understanding/read-place.ts";
import type { CampaignNames, Sentences } from "../understanding/sentences.ts";
import { datesSchema } from "./dates-schema.ts";
import { campaignNamesSchema, countriesSchema, sentencesSchemas } from "./sentences-schema.ts";
import { namespaceOf, readTexts, shared, type Texts } from "./texts.ts";

/** What one language has: texts by namespace, and what people may type in it. */
export interface Locale {
  readonly language: Language;
  /** By namespace, which is also the file's name: `conversation`, `reminders`, `campaigns/<id>`. */
  readonly texts: ReadonlyMap<string, Texts>;
  readonly sentences: Sentences;
  readonly campaignNames: ReadonlyMap<CampaignId, CampaignNames>;
  readonly countries: CountryWords;
  /** A language without date words does without typed dates. */
  readonly dates: (DateWords & { readonly zones: ZoneWords }) | undefined;
  /** The path of one of its files. */
  readonly pathOf: (file: string) => string;
}

/** Every problem in `locales/`, each with its file and its place in it. */
export class ContentError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ContentError";
  }
}

/**
 * Reads every language: a folder within `folder` is a language. A campaign's texts may also be in one of the `further`
 * folders. Problems are added to `problems`; what has one is left out.
 */
export function readLocales(
  folder: string,
  campaigns: readonly CampaignId[],
  further: readonly string[],
  problems: string[],
): readonly Locale[] {
  const languages = languagesIn(folder);
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
    sentences: readSentences((file) => pathOf(join("sentences", `${file}.json`)), problems),
    // Without it, countries are known by their names alone.
    countries:
      (existsSync(countriesPath) ? readChecked(countriesPath, countriesSchema, problems) : undefined) ??
      countriesSchema.parse({}),
    campaignNames: new Map(
      campaigns.flatMap((id): [CampaignId, CampaignNames][] => {
        const content = texts.get(namespaceOf(id));
        const names =
          content && check(content, pathOf(`${namespaceOf(id)}.json`), campaignNamesSchema, problems);
        return names === undefined ? [] : [[id, names]];
      }),
    ),
    dates: existsSync(datesPath) ? readChecked(datesPath, datesSchema, problems) : undefined,
    pathOf,
  };
}

function readSentences(pathOf: (file: keyof Sentences) => string, problems: string[]): Sentences {
  const unfit = new Set<keyof Sentences>();
  function read<File extends keyof Sentences>(file: File): Sentences[File] {
    const schema = sentencesSchemas[file];
    const path = pathOf(file);
    const empty = schema.parse({});
    const content = existsSync(path) ? readChecked(path, schema, problems) : empty;
    if (content === undefined) unfit.add(file);
    return content ?? empty;
  }
  const sentences: Sentences = {
    common: read("common"),
    commands: read("commands"),
    "small-talk": read("small-talk"),
    answers: read("answers"),
    accounts: read("accounts"),
    services: read("services"),
    languages: read("languages"),
    topics: read("topics"),
    keywords: read("keywords"),
  };
  // Without the rules, each template that refers to one would count as wrong.
  if (unfit.has("common")) return sentences;
  for (const { file, place, template } of templatesIn(sentences)) {
    const problem = problemWith(template, sentences.common.rules);
    if (problem !== undefined) problems.push(`${pathOf(file)}: ${place}: ${problem}`);
  }
  return sentences;
}

interface PlacedTemplate {
  readonly file: keyof Sentences;
  readonly place: string;
  readonly template: string;
}

function templatesIn({ common, ...files }: Sentences): readonly PlacedTemplate[] {
  const rules = Object.entries(common.rules.texts).map(([name, template]): PlacedTemplate => {
    return { file: "common", place: `rules.${name}`, template };
  });
  const others = Object.entries(files).flatMap(([file, templates]) =>
    Object.entries(templates).flatMap(([key, list]) =>
      list.map((template, index): PlacedTemplate => {
        return { file: file as keyof Sentences, place: `${key}.${index}`, template };
      }),
    ),
  );
  return [...rules, ...others];
}

/** i18next knows a language by its canonical tag only. */
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
