import { alertEffect } from "../alerts/alerts.ts";
import { confirmationAnywhere, confirmationAsides } from "../confirmation/confirmation-states.ts";
import { suggestionsEffect, themesEffect } from "../help/find-answer.ts";
import {
  answerTopic,
  beginAlerts,
  beginWithNamed,
  noAnswerSaying,
  sayWelcome,
} from "../opening/opening-states.ts";
import { remindersAnywhere } from "../reminders/reminders-states.ts";
import { communitySaying, humanSaying, myDataSaying } from "../say-about.ts";
import { servicesAnywhere, servicesAsides } from "../services/services-states.ts";
import { answer, asking, perform, say, statechart, tell } from "../statechart.ts";
import { lastResortSaying } from "../steps/say-short.ts";
import { noteLanguage, stepsAnywhere } from "../steps/steps-states.ts";
import type { TextKey } from "../text-key.ts";
import { helpAt, inTrouble } from "../trouble/trouble-states.ts";

/** Asks for the theme beside the open question, which stays open. */
export const askTheme = ["countMisunderstood", perform((context) => [themesEffect(context)])] as const;
/** Says what helps if nothing is understood. */
export const nameLastResort = ["countMisunderstood", say(lastResortSaying)] as const;

const changeLanguage = { target: "#question", actions: noteLanguage } as const;

const helpBriefly = { target: "help", reenter: true } as const;
const notUnderstoodIn = (key: TextKey) => ["countMisunderstood", "askBriefly", tell(key)] as const;

/** Side trips: each returns to the question that was open, and asks it again. */
export const asidesStates = {
  ...servicesAsides,

  language: statechart.createStateConfig({ ...asking("language"), on: { language: changeLanguage } }),

  menu: statechart.createStateConfig({ ...asking("menu") }),

  /** Someone comes back: go on, or start again? */
  resume: statechart.createStateConfig({ ...asking("resume") }),

  help: statechart.createStateConfig({
    ...asking("help"),
    on: {
      // The question in one line, since its long text has just been read.
      "not-understood": [
        { guard: "isFirstMisunderstanding", ...helpBriefly, actions: notUnderstoodIn("not-understood.text") },
        {
          guard: { type: "isOnRung", params: 0 },
          ...helpBriefly,
          actions: notUnderstoodIn("not-understood.again"),
        },
      ],
    },
  }),

  "my-reminders": statechart.createStateConfig({ ...asking("my-reminders") }),

  trouble: inTrouble,

  ...confirmationAsides,

  forget: statechart.createStateConfig({
    ...asking("forget"),
    on: {
      no: { target: "#question", actions: tell("forget.kept") },
      yes: {
        target: "#fresh",
        actions: [perform(() => [{ type: "erase-person" }]), tell("forget.done"), "forget"],
      },
    },
  }),
};

/** Questions that are answered beside the one that is open. */
const questions = statechart.createStateConfig({
  on: {
    // The question that is open stays open, with its buttons.
    courtesy: { actions: say((_, { courtesy }) => ({ text: [{ key: `courtesy.${courtesy}` }] })) },
    suggest: {
      guard: { type: "hasAnAnswer", params: ({ event }) => event.offers },
      actions: [
        perform((context, event) => [suggestionsEffect(event.offers, context)]),
        "countMisunderstood",
      ],
    },
    // The next of the three replies (see `isOnRung`).
    "something-else": [
      { guard: { type: "isOnRung", params: 1 }, actions: askTheme },
      { guard: { type: "isOnRung", params: 2 }, actions: nameLastResort },
      { target: "#question", actions: ["countMisunderstood", "askBriefly", tell("suggestions.none")] },
    ],
    human: answer(humanSaying),
    help: { target: ".aside.help" },
    topic: [
      helpAt(".aside.trouble"),
      {
        guard: { type: "hasAnswer", params: ({ event }) => event },
        target: "#question",
        actions: ["askBriefly", answerTopic, { type: "offerBeside", params: ({ event }) => event.topic }],
      },
      { target: ".aside.help", actions: say(noAnswerSaying) },
    ],
    community: [
      { guard: "hasCommunity", ...answer(communitySaying) },
      { target: "#question", actions: tell("community.none") },
    ],
    "my-data": answer(myDataSaying),
    alerts: [
      { guard: "hasAlerts", target: "#question", actions: ["askBriefly", ...beginAlerts] },
      { target: "#question", actions: tell("alerts.none") },
    ],
    "no-more-alerts": {
      target: "#question",
      actions: ["askBriefly", "endAlerts", perform(() => [{ type: "drop-alerts" }]), tell("alerts.off")],
    },
    // Sends the alert; the open question stays open.
    "alert-due": { actions: perform((context, { alert }) => [alertEffect(context, alert)]) },
  },
});

/** What can happen at any moment, whatever is asked. */
export const anywhere = statechart.createStateConfig({
  on: {
    start: [
      {
        guard: { type: "isNewCampaign", params: ({ event }) => event.campaign },
        target: ".talk.decide-first-question",
        actions: [beginWithNamed, sayWelcome],
      },
      { guard: "followsAny", target: ".aside.resume" },
      { target: "#question", actions: tell("welcome.again") },
    ],
    "start-again": { target: ".talk.decide-first-question", actions: "startAgain" },
    menu: { target: ".aside.menu" },
    "go-on": { target: "#question" },
    back: { target: "#question", actions: tell("back.first") },
    "change-language": { target: ".aside.language" },
    language: changeLanguage,
    "forget-me": { target: ".aside.forget" },
    stop: {
      actions: [
        "stop",
        perform(() => [{ type: "cancel-reminders" }, { type: "drop-alerts" }, { type: "unsubscribe" }]),
        tell("stop.text"),
      ],
    },
    ...servicesAnywhere.on,
    ...questions.on,
    ...stepsAnywhere.on,
    ...confirmationAnywhere.on,
    ...remindersAnywhere.on,
  },
});
