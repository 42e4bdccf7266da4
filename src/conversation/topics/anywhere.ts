import { communitySaying, humanSaying, myDataSaying } from "../say-about.ts";
import { suggestionsEffect } from "../say-suggestions.ts";
import { perform, say, statechart, tell } from "../statechart.ts";
import { confirmationAnywhere } from "./confirmation.ts";
import { answerTopic, beginWithNamed, sayWelcome } from "./opening.ts";
import { remindersAnywhere } from "./reminders.ts";
import { servicesAnywhere } from "./services.ts";
import { stepsAnywhere } from "./steps.ts";

/** Questions that are answered beside the one that is open. */
const questions = statechart.createStateConfig({
  on: {
    // The question that is open stays open, with its buttons.
    courtesy: { actions: say(({ event }) => ({ text: [{ key: `courtesy.${event.courtesy}` }] })) },
    suggest: { actions: perform(({ context, event }) => [suggestionsEffect(event.topics, context)]) },
    "something-else": { target: "#question", actions: ["askBriefly", tell("suggestions.none")] },
    human: { target: "#question", actions: ["askBriefly", say(({ context }) => humanSaying(context))] },
    help: { target: ".aside.help" },
    topic: [
      {
        guard: { type: "hasAnswer", params: ({ event }) => event },
        target: "#question",
        actions: ["askBriefly", answerTopic],
      },
      { target: ".aside.help", actions: tell("help.none") },
    ],
    community: [
      {
        guard: "hasCommunity",
        target: "#question",
        actions: ["askBriefly", say(({ context }) => communitySaying(context))],
      },
      { target: "#question", actions: tell("community.none") },
    ],
    "my-data": { target: "#question", actions: ["askBriefly", say(({ context }) => myDataSaying(context))] },
  },
});

/** What can happen at any moment, whatever is asked. */
export const anywhere = statechart.createStateConfig({
  on: {
    start: [
      {
        guard: { type: "isNewCampaign", params: ({ event }) => event.campaign },
        target: ".talk.route",
        actions: [beginWithNamed, sayWelcome],
      },
      { guard: "followsAny", target: ".aside.resume" },
      { target: "#question", actions: tell("welcome.again") },
    ],
    "start-again": { target: ".talk.route", actions: "startAgain" },
    menu: { target: ".aside.menu" },
    "go-on": { target: "#question" },
    back: { target: "#question", actions: tell("back.first") },
    "change-language": { target: ".aside.language" },
    language: {
      target: "#question",
      actions: [{ type: "noteLanguage", params: ({ event }) => event.language }, tell("language.changed")],
    },
    "forget-me": { target: ".aside.forget" },
    stop: { actions: ["stop", perform(() => [{ type: "cancel-reminders" }]), tell("stop.text")] },
    ...servicesAnywhere.on,
    ...questions.on,
    ...stepsAnywhere.on,
    ...confirmationAnywhere.on,
    ...remindersAnywhere.on,
  },
});
