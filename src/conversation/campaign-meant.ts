import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import { failedNow, openNow } from "./confirmation-asks.ts";
import { type Context, followedCampaigns } from "./context.ts";
import { ownAccounts, stepsToDoNow } from "./sent-steps.ts";

/**
 * The campaign of which something was done: the one that the person follows with these accounts, else one with steps to do.
 * As in all that follow, the current campaign is preferred, and undefined means that none fits.
 */
export function campaignDone(context: Context, accounts: readonly AccountId[]): CampaignId | undefined {
  return (
    firstFollowed(context, (inCampaign) => ownAccounts(inCampaign, accounts).length > 0) ??
    campaignToDo(context)
  );
}

/** A campaign that the person follows, with steps to do. */
export function campaignToDo(context: Context): CampaignId | undefined {
  return firstFollowed(context, (inCampaign) => stepsToDoNow(inCampaign).length > 0);
}

/** A campaign that the person follows, with an objection that was sent and not confirmed. */
export function campaignUnconfirmed(context: Context): CampaignId | undefined {
  return firstFollowed(
    context,
    (inCampaign) => openNow(inCampaign).length + failedNow(inCampaign).length > 0,
  );
}

/** The only campaign that there is; undefined if there are several. */
export function onlyCampaign({ facts }: Context): CampaignId | undefined {
  const [first, ...others] = facts.campaigns.keys();
  return others.length === 0 ? first : undefined;
}

function firstFollowed(context: Context, matches: (inCampaign: Context) => boolean): CampaignId | undefined {
  const followed = followedCampaigns(context);
  const { campaign } = context.dialogue;
  const inOrder = campaign !== undefined && followed.includes(campaign) ? [campaign, ...followed] : followed;
  return inOrder.find((id) => matches({ ...context, dialogue: { ...context.dialogue, campaign: id } }));
}
