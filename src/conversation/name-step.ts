import type { CampaignId } from "../campaigns/schema.ts";
import type { Phrase, StepId } from "./vocabulary.ts";

/** What a form or a setting is called within its campaign. */
export function nameStep(campaign: CampaignId, step: StepId): Phrase {
  return { key: `steps.${step}.name`, campaign };
}
