import { speaksOfNothingToDo } from "../context.ts";
import { navigate, onlyIf, type Questions } from "../question-view.ts";

/** Countries offered by button; any other can be typed. */
const offeredCountries = ["FR", "BE", "CH", "LU", "IE", "GB"] as const;

/** The questions about a complaint, and to whom. */
export const complaintQuestions = {
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
    brief: { key: "complaint.brief" },
    choices: [{ event: { type: "another-country" } }, { event: { type: "go-on" } }],
    navigation: [navigate.menu],
  }),
} satisfies Questions;
