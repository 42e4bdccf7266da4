import type { Campaign, CampaignId } from "../../campaigns/schema.ts";
import {
  type Context,
  currentCampaign,
  followedCampaigns,
  inCampaign,
  isFollowing,
  nameCampaign,
  nothingFollowed,
  ofCampaign,
  requiredStepsNow,
} from "../context.ts";
import { nameAuthority, pageOfAuthority } from "../places.ts";
import { addressesOf, type RequiredStep, requiredSteps } from "../required-steps.ts";
import { daysLeft, phaseOf } from "../schedule.ts";
import type {
  Instant,
  Language,
  Link,
  LinkVerdict,
  Param,
  Phrase,
  Saying,
  SiteOwner,
} from "../vocabulary.ts";

const mostLinks = 6;
/** The most characters of addresses that leave room for the rest of the message on a copy button. */
const mostOfAddresses = 140;

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

/** Says whether an address is genuine, with the right ones if the bot does not give it. */
export function linkSaying(judged: LinkVerdict, context: Context): Saying {
  // With "·" for the dots, no messenger makes a link of it.
  const shown = judged.shown.replaceAll(".", "·");
  const owner = judged.verdict === "unknown" ? undefined : judged.owner;
  const params = { shown, ...(owner !== undefined && { owner: nameOf(owner, context) }) };
  const text: readonly Phrase[] = [{ key: `link.${judged.verdict}`, params }];
  if (judged.verdict === "official") return { text };
  const links = rightLinks(owner, context);
  if (links.length > 0) return { text: [...text, { key: "link.right-ones" }], links };
  return { text: [...text, { key: owner === undefined ? "link.choose" : "link.none" }] };
}

/**
 * Says a short message to forward, with a link to this bot, or to the forms if the channel has no such
 * link.
 */
export function friendSaying(context: Context): Saying {
  const campaign = nameCampaign(currentCampaign(context).id);
  const [invitation] = chatLinks(context);
  const params = { campaign, link: invitation?.url ?? shortenedAddresses(everyLink(context)) };
  return {
    text: [ofCampaign("friend.text", context)],
    copy: { ...ofCampaign("friend.copy", context), params },
  };
}

/** A link to this chat, if the channel has one. */
export function chatLinks(context: Context): readonly Link[] {
  const { facts, person } = context;
  const language = person.language ?? facts.defaultLanguage;
  const url = invitationTo(currentCampaign(context), language, facts.invitation);
  return url === undefined ? [] : [{ label: { key: "calendar.chat" }, url }];
}

/**
 * The message to a community about a campaign whose date is ahead, with a link to the private chat if
 * there is one.
 */
export function countdownSaying(
  campaign: Campaign,
  now: Instant,
  language: Language,
  invitation: string | undefined,
): Saying {
  const url = invitationTo(campaign, language, invitation);
  const isLastDay = phaseOf(campaign, now) === "last-day";
  const params = {
    campaign: { key: "name", campaign: campaign.id },
    lastDay: { day: campaign.dates?.lastDay ?? "" },
    ...(!isLastDay && { count: daysLeft(campaign, now) }),
  } as const;
  return {
    text: [{ key: isLastDay ? "countdown.last-day" : "countdown.before", params }, { key: "countdown.how" }],
    ...(url !== undefined && { links: [{ label: { key: "countdown.open" }, url }] }),
  };
}

/** The deep link to this bot, if the channel has one. */
function invitationTo({ id }: Campaign, language: Language, template: string | undefined) {
  return template?.replace("{campaign}", id).replace("{language}", language);
}

/** As many addresses as there is room for; the first in any case. */
function shortenedAddresses(links: readonly Link[]): string {
  return links.reduce((addresses, { url }) => {
    const longer = `${addresses} ${url}`.trimStart();
    return addresses === "" || longer.length <= mostOfAddresses ? longer : addresses;
  }, "");
}

function nameOf(owner: SiteOwner, { facts }: Context): Param {
  if ("campaign" in owner) return { key: "company", campaign: owner.campaign };
  const authority = facts.authorities.get(owner.country);
  return authority ? nameAuthority(authority) : owner.country;
}

/** The owner's links; else those of the services that the person follows, or of the current one. */
function rightLinks(owner: SiteOwner | undefined, context: Context): readonly Link[] {
  if (owner !== undefined && "country" in owner) {
    const authority = context.facts.authorities.get(owner.country);
    return authority ? [pageOfAuthority(authority).link] : [];
  }
  const followed = followedCampaigns(context);
  const { campaign = "" } = context.dialogue;
  const ids = owner === undefined ? (followed.length > 0 ? followed : [campaign]) : [owner.campaign];
  return ids.flatMap((id) => linksOf(id, context)).slice(0, mostLinks);
}

function linksOf(id: CampaignId, context: Context): readonly Link[] {
  if (!context.facts.campaigns.has(id)) return [];
  const about = inCampaign(context, id);
  const theirs = isFollowing(about) ? mainLinks(about, requiredStepsNow(about)) : [];
  return theirs.length > 0 ? theirs : everyLink(about);
}

/** A button for the form of each account, whichever a person has. */
function everyLink(context: Context): readonly Link[] {
  const campaign = currentCampaign(context);
  const accounts = campaign.accounts.map(({ id }) => id);
  if (accounts.length === 0) return [];
  return mainLinks(context, requiredSteps(campaign, { ...nothingFollowed, accounts }));
}
