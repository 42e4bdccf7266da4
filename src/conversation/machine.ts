import { confirmationStates } from "./confirmation/confirmation-states.ts";
import { anywhere, asidesStates, askTheme, nameLastResort } from "./menu/menu-states.ts";
import { openingStates } from "./opening/opening-states.ts";
import { remindersStates } from "./reminders/reminders-states.ts";
import { servicesStates } from "./services/services-states.ts";
import { sayOnce, statechart, tell } from "./statechart.ts";
import { stepsStates } from "./steps/steps-states.ts";

/** The events that interrupt a question and return to it at once. */
function interruptions<Target extends string>(target: Target) {
  // `reenter` runs the state's entry action even from within, so that the question is asked again.
  const again = { target, reenter: true } as const;
  return {
    "not-understood": [
      sayOnce(target, "not-understood.text"),
      { guard: { type: "isOnRung", params: 1 }, actions: askTheme },
      { guard: { type: "isOnRung", params: 2 }, actions: nameLastResort },
      { ...again, actions: ["countMisunderstood", tell("not-understood.again")] },
    ],
    repeat: again,
    "past-button": { ...again, actions: tell("past-button.text") },
    "only-text": { ...again, actions: tell("only-text.text") },
  } as const;
}

/**
 * The statechart of the conversation. Pure: time and the world come in as facts, effects go out as
 * data.
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
        ...stepsStates,
        ...confirmationStates,
        ...remindersStates,
      },
    },
    aside: {
      initial: "menu",
      states: { again: { id: "aside-again", type: "history", target: "menu" }, ...asidesStates },
      on: {
        ...interruptions("#aside-again"),
        "go-on": { target: "#question" },
        back: { target: "#question" },
      },
    },
  },
  on: { ...interruptions("#question"), ...anywhere.on },
});
