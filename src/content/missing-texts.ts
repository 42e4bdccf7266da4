import type { Campaign } from "../campaigns/schema.ts";
import { campaignTexts } from "./campaign-texts.ts";
import type { Locale } from "./read-locales.ts";
import { entriesOf, generalAnswers, namespaceOf, shared, withoutForm } from "./texts.ts";

/** Lists each text that a language lacks, with file and key, so that none is missing in the middle of a conversation. */
export function missingTexts(
  locales: readonly Locale[],
  campaigns: readonly Campaign[],
  generalTopics: readonly string[] = [],
): readonly string[] {
  return [
    ...shared.flatMap((namespace) => missingInOneLanguage(namespace, locales)),
    ...locales.flatMap((locale) => missingAnswers(generalTopics, locale)),
    ...campaigns.flatMap((campaign) =>
      locales.flatMap((locale) => [
        ...missingOfCampaign(campaign, locale),
        ...unknownAccounts(campaign, locale),
      ]),
    ),
  ];
}

/** The languages must agree on the keys of shared texts. */
function missingInOneLanguage(namespace: string, locales: readonly Locale[]): readonly string[] {
  const speaking = locales.filter(({ texts }) => texts.has(namespace));
  const all = new Map(
    speaking.flatMap((locale) => keysIn(locale, namespace).map((key) => [withoutForm(key), locale] as const)),
  );
  return speaking.flatMap((locale) => {
    const own = new Set(keysIn(locale, namespace));
    const file = `${namespace}.json`;
    return [...all]
      .filter(([key]) => !own.has(key) && !own.has(`${key}_other`))
      .map(([key, other]) => `${locale.pathOf(file)}: ${key}: is missing; ${other.pathOf(file)} has it`);
  });
}

/** Each general topic is answered in each language. */
function missingAnswers(topics: readonly string[], locale: Locale): readonly string[] {
  if (!locale.texts.has(generalAnswers)) return [];
  const own = new Set(keysIn(locale, generalAnswers).map(withoutForm));
  return topics
    .flatMap((topic) => [`help.${topic}.label`, `help.${topic}.text`])
    .filter((key) => !own.has(key))
    .map((key) => `${locale.pathOf(`${generalAnswers}.json`)}: ${key}: is missing`);
}

function missingOfCampaign(campaign: Campaign, locale: Locale): readonly string[] {
  const namespace = namespaceOf(campaign.id);
  if (!locale.texts.has(namespace)) return [];
  // A general answer to the same question does not stand in for the campaign's own.
  const others = shared.filter((each) => each !== generalAnswers);
  const own = new Set([namespace, ...others].flatMap((each) => keysIn(locale, each)));
  // Only the texts about the date are told how many days are left.
  const isThere = (key: string) => own.has(key) || (key.startsWith("date.") && own.has(`${key}_other`));
  return campaignTexts(campaign)
    .filter((key) => !isThere(key))
    .map((key) => `${locale.pathOf(`${namespace}.json`)}: ${key}: is missing`);
}

function unknownAccounts(campaign: Campaign, locale: Locale): readonly string[] {
  const accounts = campaign.accounts.map(({ id }) => id);
  const named = Object.keys(locale.campaignNames.get(campaign.id)?.accounts ?? {});
  return named
    .filter((account) => !accounts.includes(account))
    .map(
      (account) =>
        `${locale.pathOf(`${namespaceOf(campaign.id)}.json`)}: words.accounts.${account}: is none of the accounts ${accounts.join(", ")}`,
    );
}

function keysIn(locale: Locale, namespace: string): readonly string[] {
  const texts = locale.texts.get(namespace);
  return texts === undefined ? [] : entriesOf(texts).map(([key]) => key);
}
