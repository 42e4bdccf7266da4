import { type Context, currentCampaign } from "../context.ts";
import { nameStep, type RequiredStep } from "../required-steps.ts";
import type { Choice, ConversationEvent, Phrase, QuestionId, Saying } from "../vocabulary.ts";

/** What one question says and offers just now. */
export interface Asked extends Saying {
  /** The question in one line, for when it returns after an answer; the last of its texts by default. */
  readonly brief?: Phrase;
  readonly choices: readonly Choice[];
  /** Choices that are not shown and count all the same. */
  readonly hiddenChoices?: readonly Choice[];
  /** What replaces "back" and "menu", if anything does. */
  readonly navigation?: readonly Choice[];
  /** True if an old button means something else once the conversation has turned to another campaign. */
  readonly ofCampaign?: true;
}

/** The questions of one stretch of the conversation, each as it stands in this context. */
export type Questions = Readonly<Partial<Record<QuestionId, (context: Context) => Asked>>>;

/** A choice whose label stands under the question's own key. */
export function choice(question: QuestionId, id: string, event: ConversationEvent): Choice {
  return { id, label: { key: `${question}.choices.${id}` }, event };
}

/** Choices that are named like their events. */
export function choices(question: QuestionId, events: readonly ConversationEvent[]): readonly Choice[] {
  return events.map((event) => choice(question, event.type, event));
}

/** A choice for each of these steps, and one for all of them. */
export function stepChoices(
  question: QuestionId,
  context: Context,
  steps: readonly RequiredStep[],
): readonly Choice[] {
  const { id: campaign } = currentCampaign(context);
  return [
    ...steps.map(
      ({ id, covers }): Choice => ({
        id,
        label: nameStep(campaign, id),
        event: { type: "sent", steps: covers },
      }),
    ),
    choice(question, "all", { type: "sent", steps: steps.flatMap(({ covers }) => covers) }),
  ];
}

/** The choices that lead out of a question; their labels stand under the key `ways`. */
export const navigate = {
  back: leadsOut("back", { type: "back" }),
  menu: leadsOut("menu", { type: "menu" }),
  language: leadsOut("language", { type: "change-language" }),
  help: leadsOut("help", { type: "help" }),
  goOn: leadsOut("go-on", { type: "go-on" }),
} as const;

function leadsOut(id: "back" | "menu" | "language" | "help" | "go-on", event: ConversationEvent): Choice {
  return { id, label: { key: `ways.${id}` }, event };
}
