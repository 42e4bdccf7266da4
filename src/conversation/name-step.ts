import type { CampaignId } from "../campaigns/schema.ts";
import type { Phrase, StepId } from "./vocabulary.ts";

/** Returns the name of a form or a setting within its campaign. */
export function nameStep(campaign: CampaignId, step: StepId): Phrase {
  return { key: `steps.${step}.name`, campaign };
}
