import { choice, type Questions, ways } from "./asked.ts";

/** Language, service, and whether to go on where one was. */
export const openingQuestions: Questions<"language" | "service" | "resume"> = {
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
    ways: [],
  }),

  service: ({ facts }) => ({
    text: [{ key: "service.text" }],
    choices: [...facts.campaigns.keys()].map((campaign) => ({
      id: campaign,
      label: { key: "name", campaign },
      event: { type: "service", campaign },
    })),
    ways: [ways.language, ways.help],
  }),

  resume: () => ({
    text: [{ key: "resume.text" }],
    choices: [
      choice("resume", "go-on", { type: "go-on" }),
      choice("resume", "start-again", { type: "start-again" }),
    ],
    ways: [ways.language],
  }),
};
