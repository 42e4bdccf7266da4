import { followedCampaigns } from "../context.ts";
import { hasSomethingSent } from "../letters/say-letters.ts";
import { navigate, onlyIf, type Questions } from "../question-view.ts";

/** The questions about the language, going on or starting again, and erasing everything; and the menu. */
export const menuQuestions = {
  language: ({ facts, person, dialogue }) => ({
    text:
      person.language === undefined
        ? facts.languages.map((language) => ({
            key: dialogue.misunderstood % 2 === 1 ? "language.again" : "language.text",
            language,
          }))
        : [{ key: "language.text" }],
    choices: facts.languages.map((language) => ({
      id: language,
      label: { key: "language.name", language },
      event: { type: "language", language },
    })),
    navigation: [],
    ofAnyCampaign: true,
  }),

  resume: () => ({
    choices: [{ event: { type: "go-on" } }, { event: { type: "start-again" } }],
    navigation: [navigate.language],
    ofAnyCampaign: true,
  }),

  menu: (context) => {
    const { person } = context;
    const { campaigns, community, noAlerts } = context.facts;
    const followed = followedCampaigns(context).length;
    const offered = [
      ...onlyIf(followed > 1, "where"),
      ...onlyIf(followed === 1, "steps"),
      ...onlyIf(followed > 0, "remind"),
      "my-reminders",
      ...onlyIf(!noAlerts, person.alertsSince === undefined ? "alerts" : "no-more-alerts"),
      "help",
      ...onlyIf(community.length > 0, "community"),
      // A poll holds twelve: with another service on offer, "start again" is rarely needed and can be typed.
      campaigns.size > 1 ? "another-service" : "start-again",
      "change-language",
      ...onlyIf(hasSomethingSent(context), "proof"),
      "my-data",
      "stop",
      "forget-me",
    ] as const;
    return {
      choices: offered.map((type) => ({ event: { type } })),
      navigation: [navigate.goOn],
      ofAnyCampaign: true,
    };
  },

  forget: () => ({
    choices: [{ event: { type: "yes" } }, { event: { type: "no" } }],
    navigation: [],
    ofAnyCampaign: true,
  }),
} satisfies Questions;
