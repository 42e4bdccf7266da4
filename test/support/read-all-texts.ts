import { relative } from "node:path";
import { withLanguageNames } from "../../src/content/language-names.ts";
import type { Locale } from "../../src/content/locale.ts";
import { readLocales } from "../../src/content/read-content.ts";
import { entriesOf } from "../../src/content/texts.ts";
import type { Language } from "../../src/conversation/vocabulary.ts";
import { allCampaigns } from "./bot-under-test.ts";
import { furtherLocales } from "./further-locales.ts";
import { localesFolder } from "./walk-conversation.ts";

/** One text of one language, forms of number and context each on their own. */
export interface Text {
  readonly file: string;
  readonly language: Language;
  /** `conversation`, `reminders` or `campaigns/<id>`. */
  readonly namespace: string;
  readonly key: string;
  readonly text: string;
}

/** All languages with all campaigns. */
export const allLocales: readonly Locale[] = withLanguageNames(
  readLocales(localesFolder, [...allCampaigns.keys()], furtherLocales, []),
  "fr",
);

/** Every text of every language. */
export const allTexts: readonly Text[] = allLocales.flatMap(({ language, texts, pathOf }) =>
  [...texts].flatMap(([namespace, nested]) =>
    entriesOf(nested).map(([key, text]) => ({
      file: relative(process.cwd(), pathOf(`${namespace}.json`)),
      language,
      namespace,
      key,
      text,
    })),
  ),
);

/** Names the texts that break a rule, and how: an empty list is what a rule wants. */
export function breaches(
  rule: (text: Text) => string | undefined,
  texts: readonly Text[] = allTexts,
): readonly string[] {
  return texts.flatMap((text) => {
    const breach = rule(text);
    return breach === undefined ? [] : [`${text.file}: ${text.key}: ${breach}`];
  });
}
