import type { CampaignId } from "../campaigns/schema.ts";
import { type Context, followedCampaigns } from "./context.ts";
import { requiredSteps, stepsToDo } from "./required-steps.ts";
import type { Phrase } from "./vocabulary.ts";

/** Each service that the person follows, with what is left to do. */
export function sayWhere(context: Context): readonly Phrase[] {
  return [{ key: "where.text" }, ...followedCampaigns(context).map((id) => lineOf(id, context))];
}

function lineOf(id: CampaignId, { person, facts }: Context): Phrase {
  const campaign = facts.campaigns.get(id);
  const following = person.following[id];
  if (campaign === undefined || following === undefined) throw new Error(`nobody follows ${id}`);
  const name = { key: "short", campaign: id };
  const left = stepsToDo(campaign, following);
  if (left.length === 0) {
    const isDone = requiredSteps(campaign, following).length > 0;
    return { key: isDone ? "where.done" : "where.nothing", params: { campaign: name } };
  }
  if (campaign.accounts.length === 1) return { key: "where.open", params: { campaign: name } };
  const forms = { list: left.map((step) => ({ key: `steps.${step.id}.name`, campaign: id })) };
  return { key: "where.to-do", params: { campaign: name, forms } };
}
