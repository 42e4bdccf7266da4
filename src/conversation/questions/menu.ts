import { followedCampaigns } from "../context.ts";
import { choice, navigate, type Questions } from "./asked.ts";

/** The menu, and the one question before everything is erased. */
export const menuQuestions = {
  menu: (context) => {
    const { facts } = context;
    const followed = followedCampaigns(context).length;
    const offered = [
      ...(followed === 0 ? [] : ([followed > 1 ? "where" : "steps", "remind"] as const)),
      "my-reminders",
      "help",
      ...(facts.community.length > 0 ? (["community"] as const) : []),
      ...(facts.campaigns.size > 1 ? (["another-service"] as const) : []),
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
    choices: [choice("forget", "yes", { type: "yes" }), choice("forget", "no", { type: "no" })],
    navigation: [],
  }),
} satisfies Questions;
