import type { CampaignId } from "../../campaigns/schema.ts";
import {
  type Context,
  currentCampaign,
  followedCampaigns,
  inCampaign,
  isFollowing,
  nameCampaign,
  ofCampaign,
  requiredStepsNow,
} from "../context.ts";
import { chatLinks, everyLink, mainLinks } from "../form-links.ts";
import { nameAuthority, pageOfAuthority } from "../places.ts";
import type { Link, LinkVerdict, Param, Phrase, Saying, SiteOwner } from "../vocabulary.ts";

const mostLinks = 6;
/** The most characters of addresses that leave room for the rest of the message on a copy button. */
const mostOfAddresses = 140;

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
  const spokenOf = followed.length > 0 ? followed : [campaign];
  const ids = owner === undefined ? spokenOf : [owner.campaign];
  return ids.flatMap((id) => linksOf(id, context)).slice(0, mostLinks);
}

function linksOf(id: CampaignId, context: Context): readonly Link[] {
  if (!context.facts.campaigns.has(id)) return [];
  const about = inCampaign(context, id);
  const theirs = isFollowing(about) ? mainLinks(about, requiredStepsNow(about)) : [];
  return theirs.length > 0 ? theirs : everyLink(about);
}
