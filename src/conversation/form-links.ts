import type { Campaign } from "../campaigns/schema.ts";
import { type Context, currentCampaign, nothingFollowed, ofCampaign } from "./context.ts";
import { addressesOf, type RequiredStep, requiredSteps } from "./required-steps.ts";
import { phaseOf } from "./schedule.ts";
import type { Language, Link } from "./vocabulary.ts";

/** Returns a button for each form, the required ones first. */
export function mainLinks(context: Context, steps: readonly RequiredStep[]): readonly Link[] {
  return steps.flatMap((step) => {
    const [url] = addressesNow(step, context);
    return url === undefined ? [] : [{ label: ofCampaign(`steps.${step.id}.open`, context), url }];
  });
}

/** Returns the further addresses of each form, for when the main one does not work. */
export function otherLinks(context: Context, steps: readonly RequiredStep[]): readonly Link[] {
  return steps.flatMap((step) => {
    const params = { form: ofCampaign(`steps.${step.id}.name`, context) };
    const label = { ...ofCampaign("link-broken.other", context), params };
    const [, ...others] = addressesNow(step, context);
    return others.map((url) => ({ label, url }));
  });
}

function addressesNow({ id }: RequiredStep, context: Context): readonly string[] {
  const campaign = currentCampaign(context);
  return addressesOf(campaign, id, phaseOf(campaign, context.facts.now));
}

/** A button for the form of each account, whichever a person has. */
export function everyLink(context: Context): readonly Link[] {
  const campaign = currentCampaign(context);
  const accounts = campaign.accounts.map(({ id }) => id);
  if (accounts.length === 0) return [];
  return mainLinks(context, requiredSteps(campaign, { ...nothingFollowed, accounts }));
}

/** A link to this chat, if the channel has one. */
export function chatLinks(context: Context): readonly Link[] {
  const { facts, person } = context;
  const language = person.language ?? facts.defaultLanguage;
  const url = invitationTo(currentCampaign(context), language, facts.invitation);
  return url === undefined ? [] : [{ label: { key: "calendar.chat" }, url }];
}

/** The deep link to this bot, if the channel has one. */
export function invitationTo({ id }: Campaign, language: Language, template: string | undefined) {
  return template?.replace("{campaign}", id).replace("{language}", language);
}
