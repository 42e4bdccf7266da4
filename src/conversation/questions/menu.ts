import { followedCampaigns } from "../context.ts";
import { choice, choices, navigate, type Questions } from "./asked.ts";

/** Which language, whether to go on or start again, the menu, and the one question before everything is erased. */
export const menuQuestions = {
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
    choices: choices("resume", [{ type: "go-on" }, { type: "start-again" }]),
    navigation: [navigate.language],
  }),

  menu: (context) => {
    const { campaigns, community } = context.facts;
    const followed = followedCampaigns(context).length;
    const offered = [
      ...(followed === 0 ? [] : ([followed > 1 ? "where" : "steps", "remind"] as const)),
      "my-reminders",
      "help",
      ...(community.length > 0 ? (["community"] as const) : []),
      ...(campaigns.size > 1 ? (["another-service"] as const) : []),
      "change-language",
      "start-again",
      "my-data",
      "stop",
      "forget-me",
    ] as const;
    return {
      text: [{ key: "menu.text" }],
      choices: offered.map((type) => choice("menu", type, { type })),
      navigation: [navigate.goOn],
    };
  },

  forget: () => ({
    text: [{ key: "forget.text" }],
    choices: choices("forget", [{ type: "yes" }, { type: "no" }]),
    navigation: [],
  }),
} satisfies Questions;
