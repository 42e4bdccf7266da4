import { speaksOfNothingToDo, zoneOf } from "../context.ts";
import { reportedObjections } from "../objections.ts";
import { nextAsk } from "../reminders.ts";
import { navigate, onlyIf, type Questions, stepChoices } from "./question-view.ts";

/** Countries offered by button; any other can be typed. */
const offeredCountries = ["FR", "BE", "CH", "LU", "IE", "GB"] as const;

/** The questions about whether the confirmation has come, and to whom to complain. */
export const aftercareQuestions = {
  "ask-later": (context) => {
    const day = { dayOf: nextAsk(context)?.dueAt ?? context.facts.now, zone: zoneOf(context) };
    return {
      text: [{ key: "ask-later.text", params: { day } }],
      choices: [
        { event: { type: "yes" } },
        { id: "here", event: { type: "confirmed" } },
        { event: { type: "no" } },
      ],
      // "Not yet" is about the e-mail, not about the form.
      hiddenChoices: [{ label: { key: "next.choices.not-confirmed" }, event: { type: "not-confirmed" } }],
    };
  },

  "which-answered": (context) => {
    const { report = "confirmed" } = context.dialogue;
    return {
      text: [{ key: `which-answered.${report}` }],
      choices: stepChoices(context, reportedObjections(context)),
    };
  },

  complain: (context) => ({
    choices: [
      { event: { type: "complain" } },
      ...onlyIf(
        !speaksOfNothingToDo(context),
        { event: { type: "ready-text" } },
        { event: { type: "steps" } },
      ),
      { event: { type: "go-on" } },
    ],
  }),

  "complaint-country": () => ({
    brief: { key: "complaint-country.brief" },
    choices: offeredCountries.map((country) => ({ id: country, event: { type: "country", country } })),
  }),

  complaint: () => ({
    choices: [{ event: { type: "another-country" } }, { event: { type: "go-on" } }],
    navigation: [navigate.menu],
  }),
} satisfies Questions;
