import type { Step } from "../campaigns/parts.ts";
import type { Campaign } from "../campaigns/schema.ts";
import type { Locale } from "./locale.ts";
import { entriesOf, generalAnswers, namespaceOf, shared, type Texts, withoutForm } from "./texts.ts";

/**
 * Lists every text that a language lacks, with file and key, so that none is missing during a
 * conversation.
 */
export function missingTexts(
  locales: readonly Locale[],
  campaigns: readonly Campaign[],
  generalTopics: readonly string[] = [],
): readonly string[] {
  return [
    ...shared.flatMap((namespace) => missingInOneLanguage(namespace, locales)),
    ...locales.flatMap((locale) =>
      lacking(locale, generalAnswers, generalTopics.flatMap(textsOfTopic), keysIn(locale, [generalAnswers])),
    ),
    ...campaigns.flatMap((campaign) =>
      locales.flatMap((locale) => [
        ...missingOfCampaign(campaign, locale),
        ...unknownAccounts(campaign, locale),
      ]),
    ),
  ];
}

/** Lists the shared texts that only some languages have: all must have the same keys. */
function missingInOneLanguage(namespace: string, locales: readonly Locale[]): readonly string[] {
  const speaking = locales.filter(({ texts }) => texts.has(namespace));
  const all = new Map(
    speaking.flatMap((locale) =>
      [...keysIn(locale, [namespace])].map((key) => [withoutForm(key), locale.pathOf(`${namespace}.json`)]),
    ),
  );
  return speaking.flatMap((locale) =>
    lacking(
      locale,
      namespace,
      [...all.keys()],
      keysIn(locale, [namespace]),
      (key) => `; ${all.get(key)} has it`,
    ),
  );
}

function missingOfCampaign(campaign: Campaign, locale: Locale): readonly string[] {
  const namespace = namespaceOf(campaign.id);
  // A general answer to the same question does not replace the campaign's own.
  const others = shared.filter((each) => each !== generalAnswers);
  const keys = keysIn(locale, [namespace, ...others]);
  // Only the texts about the date get the number of days left, so only they have plural forms.
  const said = [...keys].filter((key) => !key.endsWith("_other") || key.startsWith("date."));
  return lacking(locale, namespace, campaignTexts(campaign), new Set(said));
}

/** Lists the keys that are missing in every form; none if the language lacks the whole file. */
function lacking(
  { texts, pathOf }: Locale,
  namespace: string,
  keys: readonly string[],
  there: ReadonlySet<string>,
  note = (_key: string) => "",
): readonly string[] {
  if (!texts.has(namespace)) return [];
  return keys
    .filter((key) => !there.has(key) && !there.has(`${key}_other`))
    .map((key) => `${pathOf(`${namespace}.json`)}: ${key}: is missing${note(key)}`);
}

function keysIn({ texts }: Locale, namespaces: readonly string[]): ReadonlySet<string> {
  return new Set(namespaces.flatMap((namespace) => keysOf(texts.get(namespace) ?? {})));
}

/** Caches keys: those of shared texts are read for every campaign. */
const known = new WeakMap<Texts, readonly string[]>();

function keysOf(texts: Texts): readonly string[] {
  const keys = known.get(texts) ?? entriesOf(texts).map(([key]) => key);
  known.set(texts, keys);
  return keys;
}

function unknownAccounts(campaign: Campaign, locale: Locale): readonly string[] {
  const accounts = campaign.accounts.map(({ id }) => id);
  const path = locale.pathOf(`${namespaceOf(campaign.id)}.json`);
  return Object.keys(locale.campaignNames.get(campaign.id)?.accounts ?? {})
    .filter((account) => !accounts.includes(account))
    .map((account) => `${path}: words.accounts.${account}: is none of the accounts ${accounts.join(", ")}`);
}

/** Returns the keys of all texts that the conversation needs for this campaign. */
export function campaignTexts(campaign: Campaign): readonly string[] {
  const isIdle = campaign.accounts.length === 0;
  return [
    ...["name", "short", "company", "letter.account", "uses.used", "uses.not-used"],
    ...when(isIdle, "intro.nothing-to-do", "nothing-to-do.why", "nothing-to-do.helps"),
    ...(isIdle ? [] : textsOfSteps(campaign)),
    ...campaign.help.flatMap(textsOfTopic),
  ];
}

function textsOfTopic(topic: string): readonly string[] {
  return [`help.${topic}.label`, `help.${topic}.text`];
}

/** Returns the keys for a campaign that has steps. */
function textsOfSteps(campaign: Campaign): readonly string[] {
  const { accounts, coveredIn, dates, linkGroups, withoutAccount } = campaign;
  // A person is asked which accounts they have only if there are several.
  const isAsked = accounts.length > 1;
  const steps = [
    ...accounts.flatMap(({ id, step, further }) => [{ ...step, id }, ...further]),
    ...(withoutAccount && isAsked ? [{ ...withoutAccount, id: "without-account" }] : []),
  ];
  const addressesOf = (step: Step) => {
    if (step.kind === "email" || step.links === undefined) return [];
    return Array.isArray(step.links) ? [step.links] : [step.links.before, step.links.after];
  };
  const hasFallback = steps.flatMap(addressesOf).some((addresses) => addresses.length > 1);
  const phases = dates === undefined ? ["evergreen"] : ["before", "last-day", "after"];
  return [
    ...phases.flatMap((phase) => [
      `intro.${phase}`,
      `date.${phase}`,
      ...when(dates !== undefined, `details.date.${phase}`),
    ]),
    ...accounts.map(({ id }) => `accounts.choices.${id}`),
    ...when(isAsked, "accounts.text", "steps.intro.without-account", "steps.conditions-without-account"),
    ...when(
      isAsked && withoutAccount !== undefined,
      ...(["steps.limits-without-account", "details.steps-without-account"] as const),
      "done.text-without-account",
    ),
    ...when(linkGroups.length > 0, "ask-linked.text", "ask-look-up.text", "ask-look-up.open"),
    ...steps.flatMap((step) => [
      `steps.${step.id}.name`,
      ...when(addressesOf(step).length > 0, `steps.${step.id}.open`),
      `steps.${step.id}.path`,
    ]),
    ...when(hasFallback, "link-broken.other"),
    ...(linkGroups.length > 0 ? introsOfLinks(campaign) : introsOfFurther(accounts)),
    ...["steps.conditions", "steps.limit", "steps.limits"],
    ...["details.steps", "details.region", "details.limits"],
    ...when(coveredIn !== undefined, "steps.region"),
    ...["ready-text.text", "ready-text.copy"],
    ...["friend.text", "friend.copy", "link-broken.text", "done.text", "calendar.title", "calendar.text"],
    ...when(hasConfirmation(campaign), "confirmation.look"),
  ];
}

function when(isSo: boolean, ...keys: readonly string[]): readonly string[] {
  return isSo ? keys : [];
}

/** True if an e-mail confirms one of the campaign's forms or e-mails. */
export function hasConfirmation({ accounts, withoutAccount }: Campaign): boolean {
  const steps = [...accounts.flatMap(({ step, further }) => [step, ...further]), withoutAccount];
  return steps.some((step) => step?.confirmation !== undefined);
}

/** Returns the introductions that are needed if some accounts can be linked. */
function introsOfLinks({ accounts, linkGroups: [group, ...others] }: Campaign): readonly string[] {
  const isOutside = group !== undefined && group.accounts.length < accounts.length;
  return [
    ...["steps.intro.one", "steps.intro.several", "steps.intro.linked"],
    ...when(isOutside || others.length > 0, "steps.intro.several-linked"),
  ];
}

/**
 * Returns the introductions that are needed by the accounts of one person: each alone, and all
 * together.
 */
function introsOfFurther(accounts: Campaign["accounts"]): readonly string[] {
  const counted = accounts.map(({ further }) => {
    const alternatives = further.filter(({ role }) => role === "instead").length;
    return { required: 1 + further.length - alternatives, isEither: alternatives > 0 };
  });
  const plain = counted.filter(({ isEither }) => !isEither);
  const either = counted.filter(({ isEither }) => isEither);
  const sum = (all: typeof counted) => all.reduce((total, { required }) => total + required, 0);
  const hasSingle = (all: typeof counted) => all.some(({ required }) => required === 1);
  return [
    ...when(hasSingle(plain), "steps.intro.one"),
    ...when(sum(plain) > 1, "steps.intro.several"),
    ...when(hasSingle(either), "steps.intro.either"),
    ...when(either.length > 0 && sum(counted) > 1, "steps.intro.several-either"),
  ];
}
