import { type Context, currentCampaign, followedCampaigns, stepsToDoNow } from "./context.ts";

export function hasCampaign({ dialogue }: Context): boolean {
  return dialogue.campaign !== undefined;
}

export function hasSeveralCampaigns({ facts }: Context): boolean {
  return facts.campaigns.size > 1;
}

export function followsAny(context: Context): boolean {
  return followedCampaigns(context).length > 0;
}

export function hasOneAccount(context: Context): boolean {
  return currentCampaign(context).accounts.length === 1;
}

export function hasSeveralAccounts(context: Context): boolean {
  return currentCampaign(context).accounts.length > 1;
}

export function hasStepsToDo(context: Context): boolean {
  return stepsToDoNow(context).length > 0;
}

export function hasWish({ turn }: Context): boolean {
  return turn.wish !== undefined;
}
