import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import { type Language, offeredCommands, themeOffers } from "../conversation/vocabulary.ts";
import type { Wording } from "../ports.ts";
import { readJsonFile } from "../support/data-files.ts";
import { languagesIn } from "../support/folders.ts";
import { withoutRegion } from "../support/match-language.ts";
import { once } from "../support/memoized.ts";
import { ProblemsError } from "../support/operator-error.ts";
import { decodeModel, type IntentModel } from "../understanding/intents/intent-model.ts";
import { problemWith } from "../understanding/parse-template.ts";
import type { CampaignNames, Sentences, Templates } from "../understanding/sentences.ts";
import type { ShippedSentences } from "../understanding/shipped-sentences.ts";
import { createWording } from "./create-wording.ts";
import { withLanguageNames } from "./language-names.ts";
import type { Locale } from "./locale.ts";
import {
  campaignNamesSchema,
  countriesSchema,
  datesSchema,
  sentencesSchemas,
  shortLabelsSchema,
} from "./locale-schemas.ts";
import { wrongPlaceholders } from "./placeholders.ts";
import { hasExamples, readIntentFiles } from "./read-intents.ts";
import { readReplyModel } from "./read-replies.ts";
import { missingTexts } from "./required-texts.ts";
import { isRecord, namespaceOf, readTexts, shared, type Texts } from "./texts.ts";

/** The content of `locales/`. */
export interface Content extends ShippedSentences {
  readonly wording: Wording;
  /** The raw texts of `conversation.json`, by language. */
  readonly texts: ReadonlyMap<Language, Texts>;
  /** The languages that are read by sentences, numbers and buttons alone. */
  readonly withoutExamples: readonly Language[];
}

/** Lists every problem in `locales/`, each with its file and its place in it. */
export class ContentError extends ProblemsError {
  override name = "ContentError";
}

interface ContentOptions {
  /** Topics that need a general answer, for any service. */
  readonly generalTopics?: readonly string[];
  /** More folders with campaigns' texts. */
  readonly further?: readonly string[];
  /** The language that is named first. */
  readonly defaultLanguage?: Language;
}

/**
 * Reads a folder of languages, with the texts of these campaigns. Throws a {@link ContentError} that
 * lists every problem.
 */
export function readContent(
  folder: string,
  campaigns: readonly Campaign[],
  { generalTopics = [], further = [], defaultLanguage }: ContentOptions = {},
): Content {
  const problems: string[] = [];
  const ids = campaigns.map(({ id }) => id);
  const written = readLocales(folder, ids, further, problems);
  problems.push(
    ...missingTexts(written, campaigns, generalTopics),
    ...wrongPlaceholders(written),
    ...takenNames(campaigns, generalTopics),
  );
  if (problems.length > 0) throw new ContentError(problems);
  const locales = withLanguageNames(written, defaultLanguage);
  const inEach = <Part>(partOf: (locale: Locale) => Part) =>
    new Map(locales.map((locale) => [locale.language, partOf(locale)]));
  return {
    wording: createWording(locales),
    texts: inEach(({ texts }) => texts.get("conversation") ?? {}),
    withoutExamples: locales.flatMap(({ language }) => (hasExamples(folder, language) ? [] : [language])),
    sentences: inEach(({ sentences }) => sentences),
    campaignNames: new Map(
      ids.map((id) => [id, locales.flatMap(({ campaignNames }) => campaignNames.get(id) ?? [])]),
    ),
    countries: inEach(({ countries }) => countries),
    towns: () => readTowns(folder),
    dates: new Map(locales.flatMap(({ language, dates }) => (dates ? [[language, dates]] : []))),
    intents: once(() => readModels(folder, locales)),
    replies: () => readReplyModel(folder),
  };
}

/** Reads the names of towns; a folder of other languages has none. */
function readTowns(folder: string): string {
  const path = join(folder, "towns.txt");
  return existsSync(path) ? readFileSync(path, "latin1") : "";
}

/** Lists the topics with the name of a command or theme: whoever chose one would get the other. */
function takenNames(campaigns: readonly Campaign[], generalTopics: readonly string[]): readonly string[] {
  const taken: ReadonlySet<string> = new Set([...offeredCommands, ...themeOffers]);
  return [{ id: "general", help: generalTopics }, ...campaigns].flatMap(({ id, help }) =>
    help
      .filter((topic) => taken.has(topic))
      .map((topic) => `${id}.json: ${topic}: is the name of a command or theme, give the topic another`),
  );
}

/**
 * Decodes the intent models. A language without examples has none: it is understood by its sentences
 * alone.
 */
function readModels(folder: string, locales: readonly Locale[]): ReadonlyMap<Language, IntentModel> {
  // A region without examples of its own shares the model of its language.
  const decoded = new Map<string, IntentModel>();
  return new Map(
    locales.flatMap(({ language }) => {
      const files = readIntentFiles(folder, language);
      if (files === undefined) return [];
      const { model, hash, modelPath } = files;
      const known = decoded.get(modelPath) ?? decodeModel(model, hash, modelPath);
      decoded.set(modelPath, known);
      return [[language, known]];
    }),
  );
}

/**
 * Reads every language: each folder within `folder` is one. That of a region, such as "de-AT", holds
 * only what differs from "de", if that is there. A campaign's texts may also be in a `further` folder.
 * Adds problems to `problems` and leaves out the parts that have one.
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
    if (problem !== undefined) return [];
    const wider = languages.filter((each) => each !== language && each === withoutRegion(language));
    return [readLocale([language, ...wider], [...further, folder], campaigns, problems)];
  });
}

/** Checks a folder's name: i18next finds a language only by its canonical tag. */
function problemWithTag(language: Language): string | undefined {
  const expected = 'expected a language tag such as "es" or "pt-BR" as the folder\'s name';
  try {
    const [canonical] = Intl.getCanonicalLocales(language);
    return canonical === language ? undefined : `${expected}, here "${canonical}"`;
  } catch {
    return expected;
  }
}

/** Reads the first of the languages; what it lacks is that of the others. */
function readLocale(
  languages: readonly [Language, ...Language[]],
  folders: readonly string[],
  campaigns: readonly CampaignId[],
  problems: string[],
): Locale {
  const [language] = languages;
  const reader = createReader(languages, folders, problems);
  const { pathOf, complain, readJson, check, read } = reader;
  const texts = new Map(
    [...shared, ...campaigns.map(namespaceOf)].flatMap((namespace): [string, Texts][] => {
      const file = `${namespace}.json`;
      const content = readJson(file);
      if (content === undefined) return [];
      return [[namespace, readTexts(content, (place, problem) => complain(file, place, problem))]];
    }),
  );
  return {
    language,
    texts,
    sentences: readSentences(reader),
    // Without the file, countries are recognised by their names only.
    countries: read("countries.json", countriesSchema) ?? countriesSchema.parse({}),
    campaignNames: new Map(
      campaigns.flatMap((id): [CampaignId, CampaignNames][] => {
        const namespace = namespaceOf(id);
        const names = check(`${namespace}.json`, texts.get(namespace), campaignNamesSchema);
        return names === undefined ? [] : [[id, names]];
      }),
    ),
    // Without the file, long labels are cut.
    shortLabels: read("short-labels.json", shortLabelsSchema) ?? {},
    dates: existsSync(pathOf("dates.json")) ? read("dates.json", datesSchema) : undefined,
    pathOf,
  };
}

function readSentences({ complain, read }: Reader): Sentences {
  const { common: commonSchema, ...schemas } = sentencesSchemas;
  const fileOf = (name: string) => `sentences/${name}.json`;
  const common = read(fileOf("common"), commonSchema);
  const files = Object.entries(schemas).map(
    ([name, schema]) => [name, read(fileOf(name), schema) ?? {}] as const,
  );
  const templates = [
    ...placed("common", common?.rules.texts ?? {}, "rules."),
    ...files.flatMap(([name, lists]) => placed(name, lists)),
  ];
  // If the rules are invalid, templates are not checked: each that refers to a rule would count as
  // wrong.
  for (const [name, place, template] of templates) {
    const problem = common && problemWith(template, common.rules);
    if (problem !== undefined) complain(fileOf(name), place, problem);
  }
  return { common: common ?? commonSchema.parse({}), ...Object.fromEntries(files) } as Sentences;
}

/** Lists the templates of a file, each with its place. */
function placed(file: string, lists: Templates, within = "") {
  return Object.entries(lists).flatMap(([key, list]) =>
    list.map((template, index) => [file, `${within}${key}.${index}`, template] as const),
  );
}

type Reader = ReturnType<typeof createReader>;

/**
 * Reads the files of one language, each from the first folder that has it, and adds what only the
 * wider languages have; undefined if it has a problem.
 */
function createReader(languages: readonly Language[], folders: readonly string[], problems: string[]) {
  const pathIn = (language: Language, file: string): string => {
    const paths = folders.map((folder) => join(folder, language, file));
    return paths.find(existsSync) ?? paths.at(-1) ?? file;
  };
  const pathsOf = (file: string): readonly string[] => {
    const paths = languages.map((language) => pathIn(language, file));
    const there = paths.filter(existsSync);
    return there.length > 0 ? there : paths;
  };
  const pathOf = (file: string): string => pathsOf(file)[0] ?? file;
  const complain = (file: string, place: string, problem: string) =>
    void problems.push(`${pathOf(file)}: ${place}: ${problem}`);

  function readJson(file: string): unknown {
    return pathsOf(file).reduce<unknown>((own, path) => {
      const read = readJsonFile(path);
      if ("problem" in read) problems.push(read.problem);
      return "content" in read ? completed(own, read.content) : undefined;
    }, undefined);
  }

  function check<Read>(file: string, content: unknown, schema: z.ZodType<Read>): Read | undefined {
    if (content === undefined) return undefined;
    const { data, error } = schema.safeParse(content);
    error?.issues.forEach((issue) => {
      complain(file, issue.path.join(".") || "the whole file", messageOf(issue));
    });
    return data;
  }

  /** Reads and checks a file; an absent one counts as empty. */
  const read = <Read>(file: string, schema: z.ZodType<Read>): Read | undefined =>
    check(file, existsSync(pathOf(file)) ? readJson(file) : {}, schema);
  return { pathOf, complain, readJson, check, read };
}

/** Adds to a file's content what only a wider language's has; lists are taken as a whole. */
function completed(own: unknown, wider: unknown): unknown {
  if (!isRecord(own) || !isRecord(wider)) return own ?? wider;
  const parts = Object.entries({ ...wider, ...own });
  return Object.fromEntries(parts.map(([part, value]) => [part, completed(value, wider[part])]));
}

function messageOf(issue: z.core.$ZodIssue): string {
  return (issue.code === "invalid_key" ? issue.issues[0]?.message : undefined) ?? issue.message;
}
