import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  followedCampaigns,
  inCampaign,
  stepsToDoNow,
} from "./context.ts";
import { type Objection, objectionsOf } from "./objections.ts";
import { nameStep, type RequiredStep, requiredSteps } from "./required-steps.ts";
import type { TextKey } from "./text-key.ts";
import { outcomeKinds, type Phrase } from "./vocabulary.ts";

/** Says, for each service that the person follows, what is left to do. */
export function sayWhere(context: Context): readonly Phrase[] {
  return [
    { key: "where.text" },
    ...followedCampaigns(context).flatMap((id) => linesOf(inCampaign(context, id))),
  ];
}

/** What is left to do, then what has become of the objections; one line that all is done if none was answered or is awaited. */
function linesOf(context: Context): readonly Phrase[] {
  const campaign = currentCampaign(context);
  const { id } = campaign;
  const answered = stages.flatMap((stage) => {
    const objections = objectionsOf(context).filter((each) => stageOf(each) === stage);
    const forms = { list: objections.map(({ step }) => nameStep(id, step.id)) };
    return objections.length === 0 ? [] : [line(`where.${stage}`, id, { forms })];
  });
  const left = stepsToDoNow(context);
  if (left.length > 0) return [toDoLine(campaign, left), ...answered];
  if (answered.length > 0) return answered;
  const hasSteps = requiredSteps(campaign, currentFollowing(context)).length > 0;
  return [line(hasSteps ? "where.done" : "where.nothing", id)];
}

const stages = ["awaited", ...outcomeKinds] as const;

/** Returns how far the answer to an objection has come; undefined if none is known or awaited. */
function stageOf({ step, sentAt, outcome }: Objection): (typeof stages)[number] | undefined {
  if (outcome !== undefined) return outcome.kind;
  return sentAt !== undefined && step.isConfirmed ? "awaited" : undefined;
}

function toDoLine({ id, accounts }: Campaign, left: readonly RequiredStep[]): Phrase {
  if (accounts.length === 1) return line("where.open", id);
  return line("where.to-do", id, { forms: { list: left.map((step) => nameStep(id, step.id)) } });
}

function line(key: TextKey, campaign: CampaignId, params: Phrase["params"] = {}): Phrase {
  return { key, params: { campaign: { key: "short", campaign }, ...params } };
}
