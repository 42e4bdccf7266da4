import { type Context, speaksOfNothingToDo } from "../context.ts";
import { noteOfLanguage } from "../help/not-understood.ts";
import { onlyIf } from "../question-view.ts";
import { introOf, ofOperator } from "../say-about.ts";
import type { Phrase, Saying } from "../vocabulary.ts";

/** Says who the bot is, what it is about, and that talking to it is no objection. */
export function welcomeSaying(context: Context): Saying {
  const { operator, retentionDays, campaigns } = context.facts;
  const isAboutCampaign = campaigns.has(context.dialogue.campaign ?? "");
  return {
    text: [
      aboutBot({ key: "welcome.text" }),
      ...(operator ? [aboutBot(ofOperator("welcome.operator", operator))] : []),
      ...(isAboutCampaign ? [introOf(context)] : []),
      // If there is no form and no setting, nothing could be mistaken for one.
      ...onlyIf(!speaksOfNothingToDo(context), aboutBot({ key: "welcome.not-the-objection" })),
      aboutBot({ key: "welcome.kept", params: { count: retentionDays } }),
      ...noteOfLanguage(context).map(aboutBot),
    ],
    ...(operator?.privacyUrl && {
      links: [{ label: { key: "welcome.privacy" }, url: operator.privacyUrl, isQuiet: true }],
    }),
  };
}

/** A channel that shows who the bot is before the conversation begins may fold it here. */
function aboutBot(phrase: Phrase): Phrase {
  return { ...phrase, layout: { as: "details" } };
}
