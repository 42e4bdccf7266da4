import type { Campaign } from "../campaigns/schema.ts";
import { type Context, currentCampaign, currentFollowing, nothingFollowed } from "./context.ts";
import { daysLeft, phaseOf } from "./due.ts";
import {
  addressesOf,
  hasNothingToDo,
  nameStep,
  type RequiredStep,
  requiredSteps,
  stepNamed,
} from "./required-steps.ts";
import type { TextKey } from "./text-key.ts";
import type { Link, Param, Phrase, Saying } from "./vocabulary.ts";

/** Says which forms are the right ones, with what has to be known about them. */
export function stepsSayings(context: Context): readonly Saying[] {
  const campaign = currentCampaign(context);
  if (hasNothingToDo(campaign)) return nothingToDoSayings(campaign);
  const steps = requiredSteps(campaign, currentFollowing(context));
  const of = (key: TextKey): Phrase => ({ key, campaign: campaign.id });
  const isWithoutAccount = currentFollowing(context).accounts.length === 0;
  return [
    {
      text: [
        {
          ...of(`steps.intro.${situationOf(campaign, steps, isWithoutAccount)}`),
          params: formsOf(campaign, steps),
        },
        ...steps
          .filter((step) => !hasLink(context, campaign, step))
          .map((step) => pathPhrase(campaign, step)),
        of(isWithoutAccount ? "steps.conditions-without-account" : "steps.conditions"),
      ],
      links: mainLinks(context, campaign, steps),
    },
    { text: [of("steps.region"), of("steps.limits")] },
    { text: [datePhrase(campaign, context.facts.now)] },
  ];
}

function nothingToDoSayings({ id }: Campaign): readonly Saying[] {
  return (["nothing-to-do.why", "nothing-to-do.helps"] as const).map((key) => ({
    text: [{ key, campaign: id }],
  }));
}

/** Says the other addresses of each form, and the way to it through the app's menus. */
export function brokenLinkSaying(context: Context): Saying {
  const campaign = currentCampaign(context);
  const steps = requiredSteps(campaign, currentFollowing(context));
  return {
    text: [
      { key: "link-broken.text", campaign: campaign.id },
      ...steps.map((step) => pathPhrase(campaign, step)),
    ],
    links: otherLinks(context, steps),
  };
}

/** Says the way to a step: through the menus, or to whom an e-mail is written. */
function pathPhrase(campaign: Campaign, { id }: RequiredStep): Phrase {
  const step = stepNamed(campaign, id);
  const params = step.kind === "email" ? { address: step.address, subject: step.subject } : undefined;
  return { key: `steps.${id}.path`, campaign: campaign.id, ...(params && { params }) };
}

function hasLink({ facts }: Context, campaign: Campaign, { id }: RequiredStep): boolean {
  return addressesOf(campaign, id, phaseOf(campaign, facts.now)).length > 0;
}

/** Returns the further addresses of each form, for when the main one does not work. */
export function otherLinks(context: Context, steps: readonly RequiredStep[]): readonly Link[] {
  const campaign = currentCampaign(context);
  const phase = phaseOf(campaign, context.facts.now);
  return steps.flatMap((step) => {
    const params = { form: nameStep(campaign.id, step.id) };
    const label: Phrase = { key: "link-broken.other", campaign: campaign.id, params };
    return addressesOf(campaign, step.id, phase)
      .slice(1)
      .map((url): Link => ({ label, url }));
  });
}

/** Returns a button for each form, the required ones first. */
export function mainLinks(
  context: Context,
  campaign: Campaign,
  steps: readonly RequiredStep[],
): readonly Link[] {
  const phase = phaseOf(campaign, context.facts.now);
  return steps.flatMap((step) =>
    addressesOf(campaign, step.id, phase)
      .slice(0, 1)
      .map((url): Link => ({ label: { key: `steps.${step.id}.open`, campaign: campaign.id }, url })),
  );
}

/** Returns a button for the form of each account, whichever a person has. */
export function everyLink(context: Context, campaign: Campaign): readonly Link[] {
  const accounts = campaign.accounts.map(({ id }) => id);
  if (accounts.length === 0) return [];
  return mainLinks(context, campaign, requiredSteps(campaign, { ...nothingFollowed, accounts }));
}

/** Returns what a text about the campaign's date may name. */
export function dateParams(campaign: Campaign, now: number): Record<string, Param> {
  const { dates } = campaign;
  if (dates === undefined) return {};
  return { count: daysLeft(campaign, now), lastDay: { day: dates.lastDay }, starts: { day: dates.starts } };
}

function situationOf(
  { linkGroups }: Campaign,
  steps: readonly RequiredStep[],
  isWithoutAccount: boolean,
): string {
  if (isWithoutAccount) return "without-account";
  const optional = steps.filter((step) => step.optional).length;
  const required = steps.length - optional;
  if (optional === 0) return required === 1 ? "one" : "several";
  // A step is optional for one reason only: a campaign has links between accounts, or steps instead of others.
  const reason = linkGroups.length > 0 ? "linked" : "either";
  return required === 1 ? reason : `several-${reason}`;
}

function formsOf(campaign: Campaign, steps: readonly RequiredStep[]): Record<string, Param> {
  const named = (isOptional: boolean) => ({
    list: steps.filter((step) => step.optional === isOptional).map(({ id }) => nameStep(campaign.id, id)),
  });
  return { forms: named(false), others: named(true) };
}

/** Says what there is to say about the campaign's date, or that it has none. */
export function datePhrase(campaign: Campaign, now: number): Phrase {
  return { key: `date.${phaseOf(campaign, now)}`, campaign: campaign.id, params: dateParams(campaign, now) };
}
