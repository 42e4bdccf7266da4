import { accountsQuestions } from "./accounts/accounts-questions.ts";
import { complaintQuestions } from "./complaint/complaint-questions.ts";
import { confirmationQuestions } from "./confirmation/confirmation-questions.ts";
import { type Context, speaksOfNothingToDo } from "./context.ts";
import { helpQuestions } from "./help/help-questions.ts";
import { takesGrounds } from "./letters/grounds.ts";
import { hasAddress } from "./letters/say-letters.ts";
import { menuQuestions } from "./menu/menu-questions.ts";
import { navigate, type Offer, type Questions, type QuestionView } from "./question-view.ts";
import { remindersQuestions } from "./reminders/reminders-questions.ts";
import { remindedBy } from "./reminders/say-reminder.ts";
import { servicesQuestions } from "./services/services-questions.ts";
import { sourcesQuestions } from "./sources/sources-questions.ts";
import { stepsQuestions } from "./steps/steps-questions.ts";
import type { TextKey } from "./text-key.ts";
import { troubleQuestions } from "./trouble/trouble-questions.ts";
import type { Choice, Question, Saying, StateQuestionId } from "./vocabulary.ts";

const questions: Required<Questions> = {
  ...accountsQuestions,
  ...stepsQuestions,
  ...confirmationQuestions,
  ...complaintQuestions,
  ...remindersQuestions,
  ...menuQuestions,
  ...helpQuestions,
  ...servicesQuestions,
  ...sourcesQuestions,
  ...troubleQuestions,
};

/**
 * The choices to write a letter, and to add grounds to a text. Shown with a question after an answer
 * that offers them, else hidden. They have no number, since they count as long as the question is open.
 */
const ways: readonly Choice[] = [
  { id: "write", label: { key: "letter.choice" }, event: { type: "write" } },
  { id: "grounds", label: { key: "grounds.choice" }, event: { type: "grounds" } },
];

/** Returns the ways that a question offers besides, and those that count without being shown. */
function waysBeside(id: StateQuestionId, context: Context) {
  const { campaign } = context.dialogue;
  const isOnlyWay = id === "next" && speaksOfNothingToDo(context) && hasAddress(context);
  const { offers = isOnlyWay ? ["write"] : [] } = context.turn;
  const isOpen = (way: Choice) => campaign !== undefined && (way.id === "write" || takesGrounds(context));
  const open = ways.filter(isOpen);
  const isShown = (way: Choice) => offers.some((offer) => offer === way.id);
  return { shown: open.filter(isShown), hidden: open.filter((way) => !isShown(way)) };
}

/**
 * Returns a question in this context and the message that asks it: one line if it returns after an
 * answer.
 */
export function ask(
  id: StateQuestionId,
  context: Context,
): { readonly question: Question; readonly saying: Saying } {
  const view: QuestionView = questions[id](context);
  const {
    brief,
    choices,
    hiddenChoices = [],
    navigation = [navigate.back, navigate.menu],
    ofAnyCampaign,
    information: _,
    ...others
  } = view;
  const { campaign, reminderAwaitingReply } = context.dialogue;
  const { shown, hidden } = waysBeside(id, context);
  const toChoice = ({
    event,
    id: choice = event.type,
    label = { key: `${id}.choices.${choice}` },
  }: Offer) => ({
    id: choice,
    label,
    event,
  });
  // A test checks that each question without a text of its own has one under this key.
  const saying: Saying = { text: [{ key: `${id}.text` as TextKey }], ...others };
  return {
    question: {
      id,
      choices: choices.map(toChoice),
      hiddenChoices: [...hiddenChoices.map(toChoice), ...hidden],
      navigation: [...shown, ...navigation],
      ...(campaign !== undefined && { about: campaign, ...(!ofAnyCampaign && { campaign }) }),
      ...(reminderAwaitingReply && { reminded: remindedBy(reminderAwaitingReply) }),
    },
    saying: context.turn.isBrief ? { text: brief ? [brief] : saying.text.slice(-1) } : saying,
  };
}

/** Returns what a question tells besides asking, such as the steps; undefined if it tells nothing. */
export function informationIn(id: StateQuestionId, context: Context): Saying | undefined {
  const { information }: QuestionView = questions[id](context);
  return information;
}
