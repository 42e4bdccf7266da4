import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import { type Context, currentFollowing, followedCampaigns, inCampaign, stepsToDoNow } from "./context.ts";
import {
  failedObjections,
  isRefusedBeside,
  openObjections,
  overdueObjections,
  sentFor,
} from "./objections.ts";
import type { EventOf, StepId } from "./vocabulary.ts";

/** Those of these accounts that the person has in the current campaign. */
export function ownAccounts(context: Context, accounts: readonly AccountId[]): readonly AccountId[] {
  const theirs = currentFollowing(context).accounts;
  return accounts.filter((account) => theirs.includes(account));
}

/** The person's accounts that were named in this step. */
export function namedAccounts(context: Context): readonly AccountId[] {
  return ownAccounts(context, context.turn.accounts ?? []);
}

/** The steps of the accounts that were named, with all that they cover: one form may cover several. */
export function namedSteps(context: Context): readonly StepId[] {
  const named = namedAccounts(context);
  return stepsToDoNow(context)
    .map(({ covers }) => covers)
    .filter((covers) => covers.some((covered) => named.includes(covered)))
    .flat();
}

/**
 * The campaign in which something was done: one that the person follows with these accounts; else, if
 * a day is told, one with a step that has none; else one with steps to do. Here and below, the current
 * campaign is preferred, and undefined means that none fits.
 */
export function campaignDone(
  context: Context,
  { accounts = [], when }: EventOf<"done">,
): CampaignId | undefined {
  const undated = typeof when === "object" ? firstFollowed(context, hasUndated) : undefined;
  return (
    firstFollowed(context, (one) => ownAccounts(one, accounts).length > 0) ?? undated ?? campaignToDo(context)
  );
}

function hasUndated(context: Context): boolean {
  return Object.values(currentFollowing(context).sent).includes(null);
}

/**
 * The campaign of which something is taken back that was reported as done: for accounts that are
 * named, or anything that was noted by mistake.
 */
export function campaignTakenBack(context: Context, event: EventOf<"not-done">): CampaignId | undefined {
  return firstFollowed(context, (one) => stepsTakenBack(one, event).length > 0);
}

/** The steps of the current campaign that are taken back: they were reported as done. */
export function stepsTakenBack(
  context: Context,
  { accounts, isNoted }: EventOf<"not-done">,
): readonly StepId[] {
  if (accounts !== undefined) return sentFor(accounts, context);
  return isNoted ? Object.keys(currentFollowing(context).sent) : [];
}

/** A campaign that the person follows, with steps to do. */
export function campaignToDo(context: Context): CampaignId | undefined {
  return firstFollowed(context, (one) => stepsToDoNow(one).length > 0);
}

/** A campaign that the person follows, with an objection that was sent and not confirmed. */
export function campaignUnconfirmed(context: Context): CampaignId | undefined {
  return firstFollowed(context, (one) => openObjections(one).length + failedObjections(one).length > 0);
}

/**
 * The campaign about which someone complains: one where an objection failed or is overdue; else the one
 * that the conversation is about.
 */
export function campaignToComplainAbout(context: Context): CampaignId | undefined {
  const failed = (one: Context) => failedObjections(one).length + overdueObjections(one).length > 0;
  const { campaign } = context.dialogue;
  if (isRefusedBeside(context)) return campaign;
  return firstFollowed(context, failed) ?? campaign ?? campaignUnconfirmed(context);
}

/** The only campaign that there is; undefined if there are several. */
export function onlyCampaign({ facts }: Context): CampaignId | undefined {
  const [first, ...others] = facts.campaigns.keys();
  return others.length === 0 ? first : undefined;
}

function firstFollowed(context: Context, matches: (one: Context) => boolean): CampaignId | undefined {
  const followed = followedCampaigns(context);
  const { campaign } = context.dialogue;
  const inOrder = campaign !== undefined && followed.includes(campaign) ? [campaign, ...followed] : followed;
  return inOrder.find((id) => matches(inCampaign(context, id)));
}
