import type { CampaignId } from "../campaigns/schema.ts";
import { type Context, followedCampaigns } from "./context.ts";
import { requiredSteps } from "./required-steps.ts";
import { everyLink, mainLinks } from "./say-steps.ts";
import type { Link, LinkVerdict, Param, Phrase, Saying, SiteOwner } from "./vocabulary.ts";

const mostLinks = 6;

/** Says whether an address is genuine, with the right ones if the bot does not give it. */
export function linkSaying(judged: LinkVerdict, context: Context): Saying {
  // No messenger makes a link of it.
  const shown = judged.shown.replaceAll(".", "·");
  const owner = judged.verdict === "unknown" ? undefined : judged.owner;
  const params = { shown, ...(owner !== undefined && { owner: nameOf(owner, context) }) };
  const text: readonly Phrase[] = [{ key: `link.${judged.verdict}`, params }];
  if (judged.verdict === "official") return { text };
  const links = rightLinks(owner, context);
  if (links.length > 0) return { text: [...text, { key: "link.right-ones" }], links };
  return { text: [...text, { key: owner === undefined ? "link.choose" : "link.none" }] };
}

function nameOf(owner: SiteOwner, { facts }: Context): Param {
  if ("campaign" in owner) return { key: "company", campaign: owner.campaign };
  return facts.authorities.get(owner.country)?.authority ?? owner.country;
}

/** The owner's links; else those of the services that the person follows, or of the current one. */
function rightLinks(owner: SiteOwner | undefined, context: Context): readonly Link[] {
  if (owner !== undefined && "country" in owner) {
    const authority = context.facts.authorities.get(owner.country);
    return authority ? [{ label: { key: `complaint.open.${authority.page}` }, url: authority.link }] : [];
  }
  const followed = followedCampaigns(context);
  const { campaign = "" } = context.dialogue;
  const ids = owner === undefined ? (followed.length > 0 ? followed : [campaign]) : [owner.campaign];
  return ids.flatMap((id) => linksOf(id, context)).slice(0, mostLinks);
}

function linksOf(id: CampaignId, context: Context): readonly Link[] {
  const campaign = context.facts.campaigns.get(id);
  if (campaign === undefined) return [];
  const following = context.person.following[id];
  const theirs = following ? mainLinks(context, campaign, requiredSteps(campaign, following)) : [];
  return theirs.length > 0 ? theirs : everyLink(context, campaign);
}
