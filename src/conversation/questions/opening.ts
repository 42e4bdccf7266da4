import { choice, navigate, type Questions } from "./asked.ts";

/** Which language, and whether to go on or start again. */
export const openingQuestions = {
  language: ({ facts, person }) => ({
    text:
      person.language === undefined
        ? facts.languages.map((language) => ({ key: "language.text", language }))
        : [{ key: "language.text" }],
    choices: facts.languages.map((language) => ({
      id: language,
      label: { key: "language.name", language },
      event: { type: "language", language },
    })),
    navigation: [],
  }),

  resume: () => ({
    text: [{ key: "resume.text" }],
    choices: [
      choice("resume", "go-on", { type: "go-on" }),
      choice("resume", "start-again", { type: "start-again" }),
    ],
    navigation: [navigate.language],
  }),
} satisfies Questions;
