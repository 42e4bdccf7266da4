import { navigate, type Questions } from "../question-view.ts";

/** The question whether to go on: nothing else is asked of people in trouble. */
export const troubleQuestions = {
  trouble: ({ facts, person }) => ({
    text:
      person.language === undefined
        ? facts.languages.map((language) => ({ key: "trouble.text", language }))
        : [{ key: "trouble.text" }],
    choices: [
      { id: "yes", event: { type: "go-on" } },
      { event: { type: "no" } },
      { event: { type: "sources" } },
    ],
    navigation: [navigate.menu],
    ofAnyCampaign: true,
  }),
} satisfies Questions;
