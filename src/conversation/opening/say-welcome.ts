import { type Context, speaksOfNothingToDo } from "../context.ts";
import { onlyIf } from "../question-view.ts";
import { introOf, ofOperator } from "../say-about.ts";
import type { Phrase, Saying } from "../vocabulary.ts";

/** Says who the bot is, what it is about, and that talking to it is no objection. */
export function welcomeSaying(context: Context): Saying {
  const { operator, retentionDays, campaigns } = context.facts;
  return {
    text: [
      { key: "welcome.text" },
      ...(operator ? [ofOperator("welcome.operator", operator)] : []),
      ...(campaigns.has(context.dialogue.campaign ?? "") ? [introOf(context)] : []),
      // If there is no form and no setting, nothing could be mistaken for one.
      ...onlyIf<Phrase>(!speaksOfNothingToDo(context), { key: "welcome.not-the-objection" }),
      { key: "welcome.kept", params: { count: retentionDays } },
    ],
    ...(operator?.privacyUrl && { links: [{ label: { key: "welcome.privacy" }, url: operator.privacyUrl }] }),
  };
}
