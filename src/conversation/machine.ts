import { accountsStates } from "./accounts/accounts-states.ts";
import { alertsAnywhere } from "./alerts/alerts-anywhere.ts";
import { countMisunderstood } from "./assigns.ts";
import { complaintAnywhere, complaintStates } from "./complaint/complaint-states.ts";
import {
  confirmationAnywhere,
  confirmationAsides,
  confirmationStates,
} from "./confirmation/confirmation-states.ts";
import { helpAnywhere, helpAsides } from "./help/help-states.ts";
import { otherReplies, sayOnce } from "./help/not-understood.ts";
import { lettersAnywhere } from "./letters/letters-anywhere.ts";
import { linksAnywhere } from "./links/links-anywhere.ts";
import { menuAnywhere, menuAsides } from "./menu/menu-states.ts";
import { openingAnywhere, openingAsides, openingStates } from "./opening/opening-states.ts";
import { remindersAnywhere, remindersAsides, remindersStates } from "./reminders/reminders-states.ts";
import { servicesAnywhere, servicesAsides, servicesStates } from "./services/services-states.ts";
import { sourcesAnywhere, sourcesAsides } from "./sources/sources-states.ts";
import { statechart, tell } from "./statechart.ts";
import { stepsAnywhere, stepsStates } from "./steps/steps-states.ts";
import { inTrouble } from "./trouble/trouble-states.ts";

/** The events that interrupt a question and return to it at once. */
function interruptions<Target extends string>(target: Target) {
  // `reenter` runs the state's entry action even from within, so that the question is asked again.
  const again = { target, reenter: true } as const;
  return {
    "not-understood": [
      sayOnce(target, "not-understood.text"),
      ...otherReplies,
      { ...again, actions: [countMisunderstood, tell("not-understood.again")] },
    ],
    repeat: again,
    "past-button": { ...again, actions: tell("past-button.text") },
    "only-text": { ...again, actions: tell("only-text.text") },
  } as const;
}

/**
 * The statechart of the conversation: the states of all topics, with what can happen at any moment,
 * whatever is asked. Pure: time and the world come in as facts, effects go out as data.
 */
export const machine = statechart.createMachine({
  id: "objecteur",
  context: ({ input }) => input,
  initial: "talk",
  states: {
    talk: {
      initial: "fresh",
      states: {
        /** Side trips return to this history state: the question that was open. */
        question: { id: "question", type: "history", target: "decide-first-question" },
        ...openingStates,
        ...servicesStates,
        ...accountsStates,
        ...stepsStates,
        ...confirmationStates,
        ...complaintStates,
        ...remindersStates,
      },
    },
    /** Side trips: each returns to the question that was open, and asks it again. */
    aside: {
      initial: "menu",
      states: {
        again: { id: "aside-again", type: "history", target: "menu" },
        ...menuAsides,
        ...openingAsides,
        ...servicesAsides,
        ...sourcesAsides,
        ...confirmationAsides,
        ...remindersAsides,
        ...helpAsides,
        trouble: inTrouble,
      },
      on: {
        ...interruptions("#aside-again"),
        "go-on": { target: "#question" },
        back: { target: "#question" },
      },
    },
  },
  on: {
    ...interruptions("#question"),
    ...openingAnywhere.on,
    ...menuAnywhere.on,
    ...servicesAnywhere.on,
    ...stepsAnywhere.on,
    ...lettersAnywhere.on,
    ...linksAnywhere.on,
    ...sourcesAnywhere.on,
    ...confirmationAnywhere.on,
    ...complaintAnywhere.on,
    ...remindersAnywhere.on,
    ...alertsAnywhere.on,
    ...helpAnywhere.on,
  },
});
