import { type Context, currentCampaign, speaksOfNothingToDo } from "./context.ts";
import { phaseOf } from "./due.ts";
import { hasNothingToDo } from "./required-steps.ts";
import type { Phrase, Saying } from "./vocabulary.ts";

/** Says who speaks, what about, and that talking to it is no objection. */
export function welcomeSaying(context: Context): Saying {
  const { operator, retentionDays, campaigns } = context.facts;
  return {
    text: [
      { key: "welcome.text" },
      ...(operator
        ? [{ key: "welcome.operator", params: { name: operator.name, contact: operator.contact } } as const]
        : []),
      ...(campaigns.has(context.dialogue.campaign ?? "") ? [introOf(context)] : []),
      // Without a form or a setting, there is none that could count.
      ...(speaksOfNothingToDo(context) ? [] : [{ key: "welcome.not-the-objection" } as const]),
      { key: "welcome.kept", params: { count: retentionDays } },
    ],
    ...(operator?.privacyUrl && { links: [{ label: { key: "welcome.privacy" }, url: operator.privacyUrl }] }),
  };
}

/** Says what the current service does with people's data, true for the current phase. */
export function introOf(context: Context): Phrase {
  const campaign = currentCampaign(context);
  const phase = hasNothingToDo(campaign) ? "nothing-to-do" : phaseOf(campaign, context.facts.now);
  return { key: `intro.${phase}`, campaign: campaign.id };
}
