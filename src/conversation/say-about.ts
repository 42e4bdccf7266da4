import { type Context, currentCampaign, ofCampaign } from "./context.ts";
import { hasNothingToDo } from "./required-steps.ts";
import { phaseOf } from "./schedule.ts";
import type { TextKey } from "./text-key.ts";
import type { Facts, Phrase } from "./vocabulary.ts";

/** Says what the current service does with people's data, true for the current phase. */
export function introOf(context: Context): Phrase {
  const campaign = currentCampaign(context);
  const phase = hasNothingToDo(campaign) ? "nothing-to-do" : phaseOf(campaign, context.facts.now);
  return ofCampaign(`intro.${phase}`, context);
}

/** Returns a text that names who runs the bot. */
export function ofOperator(key: TextKey, { name, contact }: NonNullable<Facts["operator"]>): Phrase {
  return { key, params: { name, contact } };
}
