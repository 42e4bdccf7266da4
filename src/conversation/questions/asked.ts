import type { CampaignId } from "../../campaigns/schema.ts";
import type { Context } from "../context.ts";
import { nameStep } from "../name-step.ts";
import type { RequiredStep } from "../required-steps.ts";
import type { CalendarEntry, Choice, ConversationEvent, Link, Phrase, QuestionId } from "../vocabulary.ts";

/** What one question says and offers just now. */
export interface Asked {
  readonly text: readonly Phrase[];
  /** The question in one line, for when it returns after an answer; the last of its texts by default. */
  readonly brief?: Phrase;
  readonly choices: readonly Choice[];
  /** Answers that are not shown and count all the same. */
  readonly unseen?: readonly Choice[];
  /** Every question has ways out; these are its own, in place of "back" and "menu". */
  readonly ways?: readonly Choice[];
  /** True where several choices may be given at once. */
  readonly several?: true;
  /** True where an old button means something else once the conversation has turned to another campaign. */
  readonly ofCampaign?: true;
  readonly links?: readonly Link[];
  readonly calendar?: CalendarEntry;
}

/** The questions of one stretch of the conversation, each as it stands in this context. */
export type Questions<Id extends QuestionId> = Readonly<Record<Id, (context: Context) => Asked>>;

/** A choice whose label stands under the question's own key. */
export function choice(question: QuestionId, id: string, event: ConversationEvent): Choice {
  return { id, label: { key: `${question}.choices.${id}` }, event };
}

/** A choice for each of these steps, and one for all of them. */
export function stepChoices(
  question: QuestionId,
  campaign: CampaignId,
  steps: readonly RequiredStep[],
): readonly Choice[] {
  const all = steps.flatMap(({ covers }) => covers);
  return [
    ...steps.map(
      ({ id, covers }): Choice => ({
        id,
        label: nameStep(campaign, id),
        event: { type: "sent", steps: covers },
      }),
    ),
    choice(question, "all", { type: "sent", steps: all }),
  ];
}

/** The ways out, each under the key `ways`. */
export const ways = {
  back: way("back", { type: "back" }),
  menu: way("menu", { type: "menu" }),
  language: way("language", { type: "change-language" }),
  help: way("help", { type: "help" }),
  goOn: way("go-on", { type: "go-on" }),
} as const;

function way(id: "back" | "menu" | "language" | "help" | "go-on", event: ConversationEvent): Choice {
  return { id, label: { key: `ways.${id}` }, event };
}
