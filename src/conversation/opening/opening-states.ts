import { and, not } from "xstate";
import type { CampaignId } from "../../campaigns/schema.ts";
import { followAll, followTold, needsNoAccounts } from "../accounts/accounts-states.ts";
import { beginAlerts, hasAlerts } from "../alerts/alerts-anywhere.ts";
import { countMisunderstood, noteLanguage, noteWish } from "../assigns.ts";
import { type Context, newDialogue, nothingBegun } from "../context.ts";
import { followsAny, hasCampaign, hasOneAccount } from "../guards.ts";
import { answerTopic } from "../help/help-states.ts";
import { judgeLink } from "../links/links-anywhere.ts";
import { noteAmong, sayWhatIsNext, showFirstPage } from "../services/services-states.ts";
import { asking, inDialogue, say, statechart, tell, when } from "../statechart.ts";
import { helpAt, inTrouble, sayHelp } from "../trouble/trouble-states.ts";
import { type ConversationEvent, type EventOf, isUnasked } from "../vocabulary.ts";
import { onlyCampaign } from "../what-is-meant.ts";
import { welcomeSaying } from "./say-welcome.ts";

function speaksALanguage({ person }: Context): boolean {
  return person.language !== undefined;
}

function isGreeting(_: Context, event: ConversationEvent): boolean {
  return event.type !== "stop" && !isUnasked(event);
}

function isNewCampaign({ facts, person }: Context, { campaign }: EventOf<"start">): boolean {
  return campaign !== undefined && facts.campaigns.has(campaign) && person.following[campaign] === undefined;
}

/** Turns to the service that is named and on offer, else to the only one. */
function beginWith<Event extends ConversationEvent>(named: (event: Event) => CampaignId | undefined) {
  return inDialogue<Event>((context, event) => ({
    ...nothingBegun,
    campaign: context.facts.campaigns.get(named(event) ?? "")?.id ?? onlyCampaign(context),
  }));
}

/** Begins with the service that the first words, or a link, name. */
const beginWithNamed = beginWith(
  ({ campaign }: EventOf<"start" | "service" | "topic" | "remind">) => campaign,
);

const begin = beginWith(() => undefined);

/** Notes the services that are wanted after the first. */
const noteOthers = inDialogue<EventOf<"service">>(({ dialogue }, { others = dialogue.upNext }) => ({
  upNext: others,
}));

const beginWithChosen = [beginWithNamed, noteOthers, followTold, noteWish] as const;

/** Turns to the service that a link names, if it is on offer. */
const followLink = inDialogue<EventOf<"start">>(({ facts }, { campaign }) =>
  campaign !== undefined && facts.campaigns.has(campaign) ? { ...nothingBegun, campaign } : {},
);

const startAgain = inDialogue((context) => ({
  ...newDialogue,
  ...nothingBegun,
  campaign: onlyCampaign(context),
  anew: true,
}));

const sayWelcome = say(welcomeSaying);

/** Says that only text is read: in all languages, before one is known. */
const sayOnlyText = say(({ facts, person }) => ({
  text: (person.language === undefined ? facts.languages : [person.language]).map((language) => {
    return { key: "only-text.text", language };
  }),
}));

/** First events whose content is noted before the welcome. */
const welcomed = statechart.createStateConfig({
  on: {
    start: { target: "decide-language", actions: beginWithNamed },
    service: [
      {
        guard: when(speaksALanguage),
        target: "decide-first-question",
        actions: [...beginWithChosen, sayWelcome, sayWhatIsNext],
      },
      { target: "decide-language", actions: beginWithChosen },
    ],
    remind: { target: "decide-language", actions: [beginWithNamed, noteWish] },
  },
});

/** From the first word to the first question: language and welcome. */
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
        { guard: when(speaksALanguage), target: "#which-service", actions: [sayWelcome, noteAmong] },
        { target: "decide-language", actions: begin },
      ],
      // Whoever begins with an address, a question or the wish for alerts is answered about that too.
      link: [
        {
          guard: when(speaksALanguage),
          target: "decide-first-question",
          actions: [begin, sayWelcome, judgeLink],
        },
        { target: "decide-language", actions: begin },
      ],
      topic: [
        { ...helpAt("trouble"), actions: [beginWithNamed, sayHelp] },
        {
          guard: when(speaksALanguage),
          target: "decide-first-question",
          actions: [beginWithNamed, sayWelcome, answerTopic],
        },
        { target: "decide-language", actions: beginWithNamed },
      ],
      alerts: [
        {
          guard: and([when(speaksALanguage), when(hasAlerts)]),
          target: "decide-first-question",
          actions: [begin, sayWelcome, ...beginAlerts],
        },
        { target: "decide-language", actions: begin },
      ],
      "only-text": { target: "decide-language", actions: [begin, sayOnlyText] },
      "not-understood": { target: "decide-language", actions: [begin, countMisunderstood] },
      "*": { guard: when(isGreeting), target: "decide-language", actions: begin },
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
      { guard: when(speaksALanguage), target: "decide-first-question", actions: sayWelcome },
      { target: "language" },
    ],
  }),

  language: statechart.createStateConfig({
    ...asking("language"),
    on: {
      language: { target: "decide-first-question", actions: [noteLanguage, sayWelcome] },
      start: { target: "decide-language", actions: followLink },
      service: { target: "decide-language", actions: beginWithChosen },
      // The words themselves, understood or not, may have told the language.
      "not-understood": { target: "decide-language", actions: countMisunderstood },
      courtesy: { target: "decide-language" },
    },
  }),

  /** Finds the first question that is still open. */
  "decide-first-question": statechart.createStateConfig({
    always: [
      { guard: not(when(hasCampaign)), target: "service", actions: showFirstPage },
      { guard: when(needsNoAccounts), target: "decide-links" },
      { guard: when(hasOneAccount), target: "decide-links", actions: followAll },
      { target: "accounts" },
    ],
  }),
};

export const openingAsides = {
  /** Someone comes back: go on, or start again? */
  resume: statechart.createStateConfig({ ...asking("resume") }),
};

/** The transitions of whoever begins once more. */
export const openingAnywhere = statechart.createStateConfig({
  on: {
    start: [
      {
        guard: when(isNewCampaign),
        target: ".talk.decide-first-question",
        actions: [beginWithNamed, sayWelcome],
      },
      { guard: when(followsAny), target: ".aside.resume" },
      { target: "#question", actions: tell("welcome.again") },
    ],
    "start-again": { target: ".talk.decide-first-question", actions: startAgain },
  },
});
