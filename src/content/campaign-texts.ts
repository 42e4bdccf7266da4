import type { Campaign } from "../campaigns/schema.ts";

/** The keys of all texts that the conversation says about this campaign, by what its file holds. */
export function campaignTexts(campaign: Campaign): readonly string[] {
  return [
    "name",
    "short",
    ...phasesOf(campaign).flatMap((phase) => [`intro.${phase}`, `date.${phase}`]),
    ...accountTexts(campaign),
    ...linkTexts(campaign),
    ...stepTexts(campaign),
    ...introTexts(campaign),
    "steps.conditions",
    "steps.region",
    "steps.limits",
    "uses.used",
    "uses.not-used",
    "ready-text.text",
    "ready-text.copy",
    "link-broken.text",
    "done.text",
    "calendar.title",
    "calendar.text",
    ...campaign.help.flatMap((topic) => [`help.${topic}.label`, `help.${topic}.text`]),
  ];
}

function phasesOf({ dates }: Campaign): readonly string[] {
  return dates === undefined ? ["evergreen"] : ["before", "last-day", "after"];
}

/** Nobody is asked about the only account that there is. */
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
    ...accounts,
    ...(withoutAccount && isAsked(campaign) ? [{ id: "without-account", step: withoutAccount }] : []),
  ];
  const hasFallback = steps.some(({ step: { links } }) =>
    (Array.isArray(links) ? [links] : [links.before, links.after]).some((addresses) => addresses.length > 1),
  );
  return [
    ...steps.flatMap(({ id }) => [`steps.${id}.name`, `steps.${id}.open`, `steps.${id}.path`]),
    ...(hasFallback ? ["link-broken.other"] : []),
  ];
}

/** One sentence for each way in which forms can be required, or merely offered. */
function introTexts(campaign: Campaign): readonly string[] {
  if (!isAsked(campaign)) return ["steps.intro.one"];
  const [group, ...others] = campaign.linkGroups;
  const isOutside = group !== undefined && group.accounts.length < campaign.accounts.length;
  return [
    "steps.intro.one",
    "steps.intro.several",
    ...(group === undefined ? [] : ["steps.intro.linked"]),
    ...(isOutside || others.length > 0 ? ["steps.intro.several-linked"] : []),
    "steps.intro.without-account",
    "steps.conditions-without-account",
  ];
}
