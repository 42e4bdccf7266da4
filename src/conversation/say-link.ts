import type { CampaignId } from "../campaigns/schema.ts";
import { type Context, followedCampaigns } from "./context.ts";
import type { LinkVerdict } from "./judge-link.ts";
import { requiredSteps } from "./required-steps.ts";
import { everyLink, mainLinks } from "./say-steps.ts";
import type { Link, Saying } from "./vocabulary.ts";

const mostLinks = 6;

/** Whether an address is genuine, and the right ones where it is not. */
export function linkSaying(judged: LinkVerdict, context: Context): Saying {
  // No messenger makes a link of it.
  const shown = judged.shown.replaceAll(".", "·");
  const { verdict, campaign } = judged;
  if (verdict === "official")
    return { text: [{ key: "link.official", params: { shown, campaign: { key: "short", campaign } } }] };
  const links = rightLinks(campaign, context);
  const params = campaign === undefined ? { shown } : { shown, campaign: { key: "short", campaign } };
  const imitates = campaign !== undefined && verdict === "not-official";
  return {
    text: [
      { key: imitates ? "link.not-official-of" : `link.${verdict}`, params },
      { key: links.length > 0 ? "link.right-ones" : campaign === undefined ? "link.choose" : "link.none" },
    ],
    ...(links.length > 0 && { links }),
  };
}

/** The links of the service that was meant; else of those that the person follows, or of the one that we speak of. */
function rightLinks(meant: CampaignId | undefined, context: Context): readonly Link[] {
  const followed = followedCampaigns(context);
  const { campaign = "" } = context.situation;
  const ids = meant === undefined ? (followed.length > 0 ? followed : [campaign]) : [meant];
  return ids.flatMap((id) => linksOf(id, context)).slice(0, mostLinks);
}

function linksOf(id: CampaignId, context: Context): readonly Link[] {
  const campaign = context.facts.campaigns.get(id);
  if (campaign === undefined) return [];
  const following = context.person.following[id];
  const theirs = following ? mainLinks(context, campaign, requiredSteps(campaign, following)) : [];
  return theirs.length > 0 ? theirs : everyLink(context, campaign);
}
