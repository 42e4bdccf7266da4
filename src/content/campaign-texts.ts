import type { Campaign } from "../campaigns/schema.ts";

/** The keys of all texts that the conversation says about this campaign, by what its file holds. */
export function campaignTexts(campaign: Campaign): readonly string[] {
  const { accounts, help } = campaign;
  return [
    "name",
    "short",
    "company",
    ...(accounts.length === 0
      ? ["intro.nothing-to-do", "nothing-to-do.why", "nothing-to-do.helps"]
      : textsOfSteps(campaign)),
    "uses.used",
    "uses.not-used",
    ...help.flatMap((topic) => [`help.${topic}.label`, `help.${topic}.text`]),
  ];
}

/** The texts of a campaign with something to do. */
function textsOfSteps(campaign: Campaign): readonly string[] {
  return [
    ...phasesOf(campaign).flatMap((phase) => [`intro.${phase}`, `date.${phase}`]),
    ...accountTexts(campaign),
    ...linkTexts(campaign),
    ...stepTexts(campaign),
    ...introTexts(campaign),
    "steps.conditions",
    "steps.region",
    "steps.limits",
    "ready-text.text",
    "ready-text.copy",
    "friend.text",
    "friend.copy",
    "link-broken.text",
    "done.text",
    ...(hasConfirmation(campaign) ? ["confirmation.look"] : []),
    "calendar.title",
    "calendar.text",
  ];
}

/** True where an e-mail is to confirm one of the campaign's forms or e-mails. */
export function hasConfirmation({ accounts, withoutAccount }: Campaign): boolean {
  const steps = [...accounts.flatMap(({ step, further }) => [step, ...further]), withoutAccount];
  return steps.some((step) => step?.confirmation !== undefined);
}

function phasesOf({ dates }: Campaign): readonly string[] {
  return dates === undefined ? ["evergreen"] : ["before", "last-day", "after"];
}

/** False for a single account, which is not asked about. */
function isAsked({ accounts }: Campaign): boolean {
  return accounts.length > 1;
}

function accountTexts(campaign: Campaign): readonly string[] {
  const choices = campaign.accounts.map(({ id }) => `accounts.choices.${id}`);
  return isAsked(campaign) ? ["accounts.text", ...choices] : choices;
}

function linkTexts({ linkGroups }: Campaign): readonly string[] {
  return linkGroups.length === 0 ? [] : ["linked.text", "linked-look.text", "linked-look.open"];
}

function stepTexts(campaign: Campaign): readonly string[] {
  const { accounts, withoutAccount } = campaign;
  const steps = [
    ...accounts.flatMap(({ id, step, further }) => [
      { id, step },
      ...further.map((other) => ({ id: other.id, step: other })),
    ]),
    ...(withoutAccount && isAsked(campaign) ? [{ id: "without-account", step: withoutAccount }] : []),
  ];
  const addressesOf = ({ step }: (typeof steps)[number]) => {
    if (step.kind === "email" || step.links === undefined) return [];
    return Array.isArray(step.links) ? [step.links] : [step.links.before, step.links.after];
  };
  const hasFallback = steps.flatMap(addressesOf).some((addresses) => addresses.length > 1);
  return [
    ...steps.flatMap((each) => [
      `steps.${each.id}.name`,
      ...(addressesOf(each).length > 0 ? [`steps.${each.id}.open`] : []),
      `steps.${each.id}.path`,
    ]),
    ...(hasFallback ? ["link-broken.other"] : []),
  ];
}

/** One sentence for each way in which steps can be required, or merely offered. */
function introTexts(campaign: Campaign): readonly string[] {
  const { accounts, linkGroups } = campaign;
  const without = ["steps.intro.without-account", "steps.conditions-without-account"];
  return [
    ...(linkGroups.length > 0 ? introsOfLinks(campaign) : introsOfFurther(accounts)),
    ...(isAsked(campaign) ? without : []),
  ];
}

function introsOfLinks({ accounts, linkGroups }: Campaign): readonly string[] {
  const [group, ...others] = linkGroups;
  const isOutside = group !== undefined && group.accounts.length < accounts.length;
  return [
    ...["steps.intro.one", "steps.intro.several", "steps.intro.linked"],
    ...(isOutside || others.length > 0 ? ["steps.intro.several-linked"] : []),
  ];
}

/** By the accounts that one person may have: each alone, and all together. */
function introsOfFurther(accounts: Campaign["accounts"]): readonly string[] {
  const counted = accounts.map(({ further }) => {
    const alternatives = further.filter(({ role }) => role === "instead").length;
    return { required: 1 + further.length - alternatives, isEither: alternatives > 0 };
  });
  const plain = counted.filter(({ isEither }) => !isEither);
  const either = counted.filter(({ isEither }) => isEither);
  const sum = (all: typeof counted) => all.reduce((total, { required }) => total + required, 0);
  return [
    ...(plain.some(({ required }) => required === 1) ? ["steps.intro.one"] : []),
    ...(sum(plain) > 1 ? ["steps.intro.several"] : []),
    ...(either.some(({ required }) => required === 1) ? ["steps.intro.either"] : []),
    ...(either.length > 0 && sum(counted) > 1 ? ["steps.intro.several-either"] : []),
  ];
}
