import { navigate, onlyIf, type Questions } from "../question-view.ts";
import { mayWriteAsHeir } from "./say-trouble.ts";

/** The question whether to go on: nothing else is asked of people in trouble. */
export const troubleQuestions = {
  trouble: (context) => ({
    text:
      context.person.language === undefined
        ? context.facts.languages.map((language) => ({ key: "trouble.text", language }))
        : [{ key: "trouble.text" }],
    choices: [
      { id: "yes", event: { type: "go-on" } },
      { event: { type: "no" } },
      { event: { type: "sources" } },
      ...onlyIf(mayWriteAsHeir(context), { event: { type: "write" } } as const),
    ],
    navigation: [navigate.menu],
    ofAnyCampaign: true,
  }),
} satisfies Questions;
