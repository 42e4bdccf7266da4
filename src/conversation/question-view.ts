import { type Context, currentCampaign } from "./context.ts";
import { nameStep, type RequiredStep } from "./required-steps.ts";
import type {
  Choice,
  ConversationEvent,
  Effect,
  Phrase,
  Question,
  Saying,
  StateQuestionId,
} from "./vocabulary.ts";

/** What a question says and offers in the current context. */
export interface QuestionView extends Partial<Saying> {
  /** The question in one line, for when it returns after an answer; the last of its texts by default. */
  readonly brief?: Phrase;
  /** What it tells besides asking: to be said by itself if the same message leads on to another question. */
  readonly information?: Saying | undefined;
  readonly choices: readonly Offer[];
  /** Choices that are not shown and count all the same. */
  readonly hiddenChoices?: readonly Offer[];
  /** What replaces "back" and "menu", if anything does. */
  readonly navigation?: readonly Choice[];
  /** True if an old button still means the same after the conversation has turned to another campaign. */
  readonly ofAnyCampaign?: true;
}

/**
 * A choice of a question. By default its id is that of its event, and its label stands under the
 * question's key.
 */
export type Offer = Partial<Choice> & Pick<Choice, "event">;

/**
 * The questions of one part of the conversation, each built from the context. The default text of each
 * is `<id>.text`.
 */
export type Questions = Readonly<Partial<Record<StateQuestionId, (context: Context) => QuestionView>>>;

/** Returns all of the offers if the condition holds, else none. */
export function onlyIf<const Offered>(holds: boolean, ...offered: readonly Offered[]): readonly Offered[] {
  return holds ? offered : [];
}

/**
 * Asks beside the open question, which stays open. The buttons never expire; typed numbers mean them
 * until another list is shown.
 */
export function askBeside(question: Omit<Question, "navigation">, saying: Saying): Effect {
  return { type: "ask", question: { ...question, navigation: [] }, saying };
}

/** A choice for each of these steps, and one for all of them if they are several. */
export function stepChoices(context: Context, steps: readonly RequiredStep[]): readonly Offer[] {
  const { id: campaign } = currentCampaign(context);
  return [
    ...steps.map(
      ({ id, covers }): Offer => ({
        id,
        label: nameStep(campaign, id),
        event: { type: "sent", steps: covers },
      }),
    ),
    ...onlyIf<Offer>(steps.length > 1, {
      id: "all",
      event: { type: "sent", steps: steps.flatMap(({ covers }) => covers) },
    }),
  ];
}

/** The choices that lead out of a question; their labels stand under the key `navigation`. */
export const navigate = {
  back: leadsOut("back", { type: "back" }),
  menu: leadsOut("menu", { type: "menu" }),
  language: leadsOut("language", { type: "change-language" }),
  help: leadsOut("help", { type: "help" }),
  goOn: leadsOut("go-on", { type: "go-on" }),
} as const;

function leadsOut(id: "back" | "menu" | "language" | "help" | "go-on", event: ConversationEvent): Choice {
  return { id, label: { key: `navigation.${id}` }, event };
}
