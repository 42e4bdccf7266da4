import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";

/** Texts nested by the parts of their keys. */
export type Texts = { readonly [part: string]: string | readonly string[] | Texts };

const texts: z.ZodType<Texts> = z.record(
  z.string(),
  z.lazy(() => z.union([z.string(), z.array(z.string()), texts])),
);

/** What one language has: texts by namespace, and what people may type in it. */
export interface Locale {
  readonly language: Language;
  /** `conversation`, `reminders` and one for each campaign, by its id. */
  readonly texts: ReadonlyMap<string, Texts>;
  readonly words: unknown;
  readonly dates: unknown;
}

/** Something in `locales/` or in a campaign's file is not as it must be. Names every problem with its place. */
export class ContentError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ContentError";
  }
}

/**
 * Reads every language: a folder within `folder` is a language. A campaign's texts may also lie in one of `further`
 * folders. Throws a {@link ContentError} with every problem at once.
 */
export function readLocales(
  folder: string,
  campaigns: readonly CampaignId[],
  further: readonly string[] = [],
): readonly Locale[] {
  const problems: string[] = [];
  const languages = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const locales = languages.map((language): Locale => {
    const pathOf = (file: string): string =>
      further.map((other) => join(other, language, file)).find(existsSync) ?? join(folder, language, file);
    const read = (file: string) => readJson(pathOf(file), problems);
    const readTexts = (file: string): Texts => {
      const { data, error } = texts.safeParse(read(file));
      if (error) problems.push(`${pathOf(file)}: expected texts within texts`);
      return data ?? {};
    };
    return {
      language,
      texts: new Map([
        ["conversation", readTexts("conversation.json")],
        ["reminders", readTexts("reminders.json")],
        ...campaigns.map((id): [string, Texts] => [id, readTexts(`campaigns/${id}.json`)]),
      ]),
      words: read("words.json"),
      dates: existsSync(join(folder, language, "dates.json")) ? read("dates.json") : undefined,
    };
  });
  if (locales.length === 0) problems.push(`${folder}: holds no language; a language is a folder`);
  if (problems.length > 0) throw new ContentError(problems);
  return locales;
}

function readJson(path: string, problems: string[]): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `is not JSON: ${error.message}` : "cannot be read";
    problems.push(`${path}: ${reason}`);
    return {};
  }
}
