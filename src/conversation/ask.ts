import type { Context } from "./context.ts";
import { accountsQuestions } from "./questions/accounts.ts";
import { aftercareQuestions } from "./questions/aftercare.ts";
import { type Asked, navigate, type Questions } from "./questions/asked.ts";
import { menuQuestions } from "./questions/menu.ts";
import { openingQuestions } from "./questions/opening.ts";
import { remindersQuestions } from "./questions/reminders.ts";
import { servicesQuestions } from "./questions/services.ts";
import { sourcesQuestions } from "./questions/sources.ts";
import { stepsQuestions } from "./questions/steps.ts";
import type { Question, QuestionId, Saying } from "./vocabulary.ts";

/** The questions that are states of the machine; reminders and suggestions ask without being one. */
export type StateQuestionId = Exclude<QuestionId, "reminder" | "suggestions">;

const questions = {
  ...openingQuestions,
  ...accountsQuestions,
  ...stepsQuestions,
  ...aftercareQuestions,
  ...remindersQuestions,
  ...menuQuestions,
  ...servicesQuestions,
  ...sourcesQuestions,
} satisfies Required<Pick<Questions, StateQuestionId>>;

/** Returns a question as it stands in this context, and the message that asks it: in one line if it returns after an answer. */
export function ask(
  id: StateQuestionId,
  context: Context,
): { readonly question: Question; readonly saying: Saying } {
  const asked: Asked = questions[id](context);
  const { campaign } = context.dialogue;
  return {
    question: {
      id,
      choices: asked.choices,
      navigation: asked.navigation ?? [navigate.back, navigate.menu],
      ...(asked.ofCampaign && campaign !== undefined && { campaign }),
      ...(campaign !== undefined && { about: campaign }),
      ...(asked.hiddenChoices && { hiddenChoices: asked.hiddenChoices }),
    },
    saying: context.turn.isBrief ? brief(asked) : whole(asked),
  };
}

function whole({ text, links, calendar }: Asked): Saying {
  return { text, ...(links && { links }), ...(calendar && { calendar }) };
}

/** The one line of a question that returns after an answer. */
function brief({ text, brief: line = text.at(-1) }: Asked): Saying {
  return { text: line ? [line] : [] };
}
