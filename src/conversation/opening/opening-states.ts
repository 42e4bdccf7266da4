import { and, not, or } from "xstate";
import { inferredSaying } from "../accounts/accounts-questions.ts";
import type { Context } from "../context.ts";
import { findAnswer } from "../help/find-answer.ts";
import { linkSaying } from "../links/say-links.ts";
import { welcomeSaying } from "../say-about.ts";
import { type ActionArguments, asking, perform, say, statechart, tell } from "../statechart.ts";
import { followAll, followTold, giveSteps, noteLinked, noteWish } from "../steps/steps-states.ts";
import { helpAt, inTrouble, sayHelp } from "../trouble/trouble-states.ts";
import type { EventOf, Saying } from "../vocabulary.ts";

/** True if the accounts are known, or do not matter: then they are not asked for. */
export const needsNoAccounts = or(["hasNothingToDo", and(["isFollowing", not("beginsAnew")])]);

export const sayWelcome = say(welcomeSaying);

/** Says whether an address is genuine. */
export const judgeLink = say<EventOf<"link">>((context, { judged }) => linkSaying(judged, context));

/** Says the answer to an everyday question, if there is one. */
export const answerTopic = perform<EventOf<"topic">>((context, event) => {
  const saying = findAnswer(event, context);
  return saying === undefined ? [] : [{ type: "say", saying }];
});

/** Says that there is no answer; the page of help follows, unless another question is open. */
export function noAnswerSaying({ turn }: Context): Saying {
  return { text: [{ key: turn.isBeside ? "help.none-beside" : "help.none" }] };
}

/** Says that only text is read: in all languages, before one is known. */
const sayOnlyText = say(({ facts, person }) => ({
  text: (person.language === undefined ? facts.languages : [person.language]).map((language) => {
    return { key: "only-text.text", language };
  }),
}));

/** Begins with the service that the first words, or a link, name. */
export const beginWithNamed = {
  type: "beginWith",
  params: ({ event }: ActionArguments<EventOf<"start" | "service" | "topic" | "remind">>) => event.campaign,
} as const;

/** Notes the services among which the bot asks the person to choose. */
export const noteAmong = {
  type: "noteAmong",
  params: ({ event }: ActionArguments<EventOf<"services">>) => event.campaigns,
} as const;

const followTicked = {
  type: "followAccounts",
  params: ({ context }: ActionArguments) => ({ accounts: context.dialogue.ticked }),
} as const;

/** Notes the wish for alerts, and says what it means. */
export const beginAlerts = [
  "wantAlerts",
  perform(() => [{ type: "offer-push" }]),
  tell("alerts.on"),
] as const;

/** Says which accounts were inferred, and that others may be told. */
const sayInferred = perform<EventOf<"accounts">>((context, { isInferred }) =>
  isInferred ? [{ type: "say", saying: inferredSaying(context) }] : [],
);

const accountsNoted = { target: "decide-links", actions: [followTold, sayInferred, noteWish] } as const;
const linksNoted = { target: "decide-links", actions: noteLinked } as const;

/** The transitions for accounts that are told; doubtful ones are asked back. */
const accountsStated = statechart.createStateConfig({
  on: {
    accounts: accountsNoted,
    doubt: {
      target: "accounts-doubt",
      reenter: true,
      actions: { type: "noteDoubted", params: ({ event }) => event.accounts },
    },
  },
});

/** First events whose content is noted before the welcome. */
const welcomed = statechart.createStateConfig({
  on: {
    start: { target: "decide-language", actions: beginWithNamed },
    service: { target: "decide-language", actions: [beginWithNamed, followTold, noteWish] },
    remind: { target: "decide-language", actions: [beginWithNamed, noteWish] },
  },
});

/** From the first word to the steps: language, welcome, which accounts, and whether they are linked. */
export const openingStates = {
  /**
   * Nothing has been said yet. It has no `always`, since `transition()` enters it at each step without a
   * context, and a guard that throws takes a third of the step.
   */
  fresh: statechart.createStateConfig({
    id: "fresh",
    on: {
      ...welcomed.on,
      services: [
        { guard: "speaksALanguage", target: "#which-service", actions: [sayWelcome, noteAmong] },
        { target: "decide-language", actions: "beginWith" },
      ],
      // Whoever begins with an address, a question or the wish for alerts is answered about that too.
      link: [
        {
          guard: "speaksALanguage",
          target: "decide-first-question",
          actions: ["beginWith", sayWelcome, judgeLink],
        },
        { target: "decide-language", actions: "beginWith" },
      ],
      topic: [
        { ...helpAt("trouble"), actions: [beginWithNamed, sayHelp] },
        {
          guard: "speaksALanguage",
          target: "decide-first-question",
          actions: [beginWithNamed, sayWelcome, answerTopic],
        },
        { target: "decide-language", actions: beginWithNamed },
      ],
      alerts: [
        {
          guard: and(["speaksALanguage", "hasAlerts"]),
          target: "decide-first-question",
          actions: ["beginWith", sayWelcome, ...beginAlerts],
        },
        { target: "decide-language", actions: "beginWith" },
      ],
      "only-text": { target: "decide-language", actions: ["beginWith", sayOnlyText] },
      "not-understood": { target: "decide-language", actions: ["beginWith", "countMisunderstood"] },
      "*": {
        guard: { type: "isGreeting", params: ({ event }) => event.type },
        target: "decide-language",
        actions: "beginWith",
      },
    },
  }),

  /** Whoever begins with a trouble is welcomed once they go on. */
  trouble: statechart.createStateConfig({
    ...inTrouble,
    on: { ...inTrouble.on, ...welcomed.on, topic: helpAt("trouble"), "go-on": { target: "decide-language" } },
  }),

  /** The welcome, if the language is known; else the language is asked for. */
  "decide-language": statechart.createStateConfig({
    always: [
      { guard: "speaksALanguage", target: "decide-first-question", actions: sayWelcome },
      { target: "language" },
    ],
  }),

  language: statechart.createStateConfig({
    ...asking("language"),
    on: {
      language: {
        target: "decide-first-question",
        actions: [{ type: "noteLanguage", params: ({ event }) => event.language }, sayWelcome],
      },
      start: {
        target: "decide-language",
        actions: { type: "followLink", params: ({ event }) => event.campaign },
      },
      service: { target: "decide-language", actions: [beginWithNamed, followTold, noteWish] },
      // The words themselves, understood or not, may have told the language.
      "not-understood": { target: "decide-language", actions: "countMisunderstood" },
      courtesy: { target: "decide-language" },
    },
  }),

  /** Finds the first question that is still open. */
  "decide-first-question": statechart.createStateConfig({
    always: [
      { guard: not("hasCampaign"), target: "service", actions: "showFirstPage" },
      { guard: needsNoAccounts, target: "decide-links" },
      { guard: "hasOneAccount", target: "decide-links", actions: followAll },
      { target: "accounts" },
    ],
  }),

  accounts: statechart.createStateConfig({
    ...asking("accounts"),
    on: {
      ...accountsStated.on,
      tick: {
        target: "accounts",
        reenter: true,
        actions: { type: "tick", params: ({ event }) => event.account },
      },
      ticked: { guard: "hasTicked", target: "decide-links", actions: [followTicked, noteWish] },
      back: [
        { guard: "hasSeveralCampaigns", target: "service" },
        { target: "accounts", reenter: true, actions: tell("back.first") },
      ],
    },
  }),

  "accounts-doubt": statechart.createStateConfig({
    ...asking("accounts-doubt"),
    on: { ...accountsStated.on, no: { target: "accounts" }, back: { target: "accounts" } },
  }),

  /** Asks about one link group after the other, then gives the steps. */
  "decide-links": statechart.createStateConfig({
    always: [{ guard: "hasUnansweredGroup", target: "ask-linked" }, ...giveSteps],
  }),

  "ask-linked": statechart.createStateConfig({
    ...asking("ask-linked"),
    on: {
      linked: [
        { guard: { type: "isUnknown", params: ({ event }) => event.linked }, target: "ask-look-up" },
        linksNoted,
      ],
      accounts: accountsNoted,
      // How to look it up helps more than to be asked again.
      "not-understood": {
        target: "ask-look-up",
        actions: ["countMisunderstood", tell("not-understood.text")],
      },
      back: { target: "accounts" },
    },
  }),

  "ask-look-up": statechart.createStateConfig({
    ...asking("ask-look-up"),
    on: { linked: linksNoted, accounts: accountsNoted, back: { target: "ask-linked" } },
  }),
};
