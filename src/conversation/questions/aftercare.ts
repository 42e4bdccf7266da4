import { nextAsk } from "../confirmation-asks.ts";
import { zoneOf } from "../context.ts";
import { reportedObjections } from "../objections.ts";
import { choice, choices, navigate, type Questions, stepChoices } from "./asked.ts";

/** Countries offered by button; any other can be typed. */
const offeredCountries = ["FR", "BE", "CH", "LU", "IE", "GB"] as const;

/** Whether the confirmation has come, and to whom to complain. */
export const aftercareQuestions = {
  "ask-later": (context) => ({
    text: [
      {
        key: "ask-later.text",
        params: { day: { dayOf: nextAsk(context)?.dueAt ?? context.facts.now, zone: zoneOf(context) } },
      },
    ],
    choices: [
      choice("ask-later", "yes", { type: "yes" }),
      choice("ask-later", "here", { type: "confirmed" }),
      choice("ask-later", "no", { type: "no" }),
    ],
    ofCampaign: true,
  }),

  "which-answered": (context) => {
    const { report = "confirmed" } = context.dialogue;
    const steps = reportedObjections(context).map(({ step }) => step);
    return {
      text: [{ key: `which-answered.${report}` }],
      choices: stepChoices("which-answered", context, steps),
      ofCampaign: true,
    };
  },

  complain: () => ({
    text: [{ key: "complain.text" }],
    choices: choices("complain", [
      { type: "complain" },
      { type: "ready-text" },
      { type: "steps" },
      { type: "go-on" },
    ]),
    ofCampaign: true,
  }),

  "complaint-country": () => ({
    text: [{ key: "complaint-country.text" }],
    brief: { key: "complaint-country.brief" },
    choices: offeredCountries.map((country) =>
      choice("complaint-country", country, { type: "country", country }),
    ),
    ofCampaign: true,
  }),

  complaint: () => ({
    text: [{ key: "complaint.text" }],
    choices: choices("complaint", [{ type: "another-country" }, { type: "go-on" }]),
    navigation: [navigate.menu],
    ofCampaign: true,
  }),
} satisfies Questions;
