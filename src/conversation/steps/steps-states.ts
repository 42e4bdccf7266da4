import { and, not } from "xstate";
import { currentCampaign, dayOf, inCampaign, ofCampaign, stepsToDoNow } from "../context.ts";
import { groundsEffects } from "../letters/grounds.ts";
import { accessLetter, objectionLetter, proofSaying } from "../letters/say-letters.ts";
import { coveredBy, doneAt } from "../objections.ts";
import {
  type ActionArguments,
  answer,
  asking,
  perform,
  say,
  statechart,
  tell,
  turning,
} from "../statechart.ts";
import type { EventOf, reports } from "../vocabulary.ts";
import { campaignDone, campaignToDo, namedSteps } from "../what-is-meant.ts";
import { meanwhileSaying, onlyLinksSaying, plainSaying, shortSaying } from "./say-short.ts";
import {
  brokenLinkSaying,
  detailsSaying,
  doneSaying,
  limitsSaying,
  remainingSaying,
  stepsSaying,
  waysSaying,
} from "./say-steps.ts";

/** The transitions to the steps, which are given together with the question that follows. */
export const giveSteps = [
  { guard: "hasNothingToDo", target: "next", actions: ["giveSteps", "endAccounts"] },
  { guard: "hasWish", target: "decide-remind", actions: [say(stepsSaying), "noteShown"] },
  { target: "next", actions: ["giveSteps", "noteShown"] },
] as const;

/** Notes the language that is chosen, and says so in it. */
export const noteLanguage = [
  {
    type: "noteLanguage",
    params: ({ event }: ActionArguments<EventOf<"language">>) => event.language,
  },
  tell("language.changed"),
] as const;

/** Notes the accounts that an event tells, also beside the name of their service. */
export const followTold = {
  type: "followAccounts",
  params: ({ event }: ActionArguments<EventOf<"accounts" | "service">>) => event,
} as const;

/** Notes all accounts: if the campaign has only one, no one is asked which. */
export const followAll = {
  type: "followAccounts",
  params: ({ context }: ActionArguments) => ({
    accounts: currentCampaign(context).accounts.map(({ id }) => id),
  }),
} as const;

/** Notes the wish for a reminder that the event tells, or keeps the one told before. */
export const noteWish = {
  type: "wish",
  params: ({ context, event }: ActionArguments) =>
    ("date" in event ? event.date : undefined) ?? context.dialogue.wish,
} as const;

/** Notes whether the accounts of the link group in question are linked. */
export const noteLinked = [
  { type: "noteLinked", params: ({ event }: ActionArguments<EventOf<"linked">>) => event.linked },
  noteWish,
] as const;

const endReminders = perform((context) => [
  { type: "cancel-reminders", campaign: currentCampaign(context).id },
]);

/** If there is nothing to do, there is nothing to note or to be reminded of either. */
export const toNextIfNothingToDo = {
  guard: "hasNothingToDo",
  target: "next",
  actions: tell("nothing-to-do.text"),
} as const;

/** The transitions instead of noting something about a campaign that the person does not follow. */
export function toAccountsIfUnknown(actions: ReturnType<typeof tell> = tell("done.nothing-yet")) {
  return [
    toNextIfNothingToDo,
    { guard: not("isFollowing"), target: "decide-first-question", actions },
  ] as const;
}

/** The transition for a wish that needs an answer first: says so. */
export const accountsFirst = { target: "#question", actions: tell("steps-first.text") } as const;

/** The transitions for the wish for the steps before the accounts are known. */
const meanwhile = [{ guard: "hasCampaign", ...answer(meanwhileSaying) }, accountsFirst] as const;

/** The transition instead of forms if there is nothing to do. */
export const nothingToDo = { ...toNextIfNothingToDo, target: "#question" } as const;

/** The transition for the button of an old reminder, whose campaign is no longer on offer. */
export const ignoreIfCampaignGone = {
  guard: {
    type: "isPastCampaign",
    params: ({ event }: ActionArguments<EventOf<"later" | "write" | "grounds" | (typeof reports)[number]>>) =>
      event.campaign,
  },
  target: "#question",
  actions: tell("past-button.text"),
} as const;

/** A typed date is a wish for a reminder, wherever one may be named. */
export const dateTransitions = { date: { target: "decide-remind-set", actions: noteWish } } as const;

const sayDay = tell("done.day-noted", (context) => ({ day: dayOf(doneAt(context), context) }));

const turningGuide = turning("guide", "guidePage");

/** Whoever has told their accounts wrongly, or not all of them, tells them anew. */
export const correctedAccounts = {
  accounts: { guard: "hasSeveralAccounts", target: "decide-after-correction", actions: followTold },
} as const;

/** The states about what to do now, and about what was done. */
export const stepsStates = {
  next: statechart.createStateConfig({
    ...asking("next"),
    on: {
      ...dateTransitions,
      // The steps are given again, since they are of use only in a language that is understood.
      language: {
        guard: "hasStepsToDo",
        target: "next",
        reenter: true,
        actions: [...noteLanguage, "giveSteps", "noteShown"],
      },
      repeat: { guard: "hasStepsToDo", target: "next", reenter: true, actions: ["giveSteps", "noteShown"] },
      ...correctedAccounts,
      linked: {
        guard: "hasLinkGroups",
        target: "decide-after-correction",
        actions: ["askLinksAgain", ...noteLinked],
      },
      back: [
        { guard: "hasLinkGroups", target: "ask-linked", actions: "askLinksAgain" },
        { guard: "hasSeveralAccounts", target: "accounts" },
        { guard: "hasSeveralCampaigns", target: "service" },
        { target: "next", reenter: true, actions: tell("back.first") },
      ],
    },
  }),

  /** The steps one by one: "next" goes on. */
  guide: statechart.createStateConfig({
    ...asking("guide"),
    on: {
      ...dateTransitions,
      more: turningGuide.more,
      "go-on": [turningGuide.more, { target: "next" }],
      back: [turningGuide.back, { target: "next" }],
    },
  }),

  /** After a correction, gives the right steps at once. */
  "decide-after-correction": statechart.createStateConfig({
    always: [
      { guard: "hasUnansweredGroup", target: "ask-linked" },
      { guard: not("hasStepsToDo"), target: "next", actions: tell("done.already") },
      { target: "next", actions: ["giveSteps", "noteShown"] },
    ],
  }),

  /** "I've done it": which of the steps, if that can be doubted? */
  "decide-which-done": statechart.createStateConfig({
    always: [
      // The service is named for the first time, as done already.
      {
        guard: and(["hasCampaign", not("isFollowing"), "hasOneAccount"]),
        target: "decide-which-done",
        actions: followAll,
      },
      ...toAccountsIfUnknown(),
      // "I sent it on 12 May" is the day that was missing.
      {
        guard: and(["tellsDay", "isComplaining"]),
        target: "decide-complaint",
        actions: ["noteDay", sayDay],
      },
      { guard: "tellsDay", target: "next", actions: ["noteDay", sayDay] },
      { guard: not("hasStepsToDo"), target: "next", actions: tell("done.already") },
      {
        guard: "namesSteps",
        target: "decide-what-is-left",
        actions: { type: "noteSent", params: ({ context }) => namedSteps(context) },
      },
      { guard: "isUnclearWhatIsDone", target: "which-done" },
      {
        target: "decide-what-is-left",
        actions: { type: "noteSent", params: ({ context }) => coveredBy(stepsToDoNow(context)) },
      },
    ],
  }),

  "which-done": statechart.createStateConfig({
    ...asking("which-done"),
    on: {
      sent: {
        target: "decide-what-is-left",
        actions: { type: "noteSent", params: ({ event }) => event.steps },
      },
      // "Done" said once more still does not say which.
      done: {
        guard: { type: "namesNoSteps", params: ({ event }) => event },
        target: "which-done",
        reenter: true,
        actions: tell("which-done.say-which"),
      },
      back: { target: "next" },
    },
  }),

  /** What was done is noted: is something left to do? */
  "decide-what-is-left": statechart.createStateConfig({
    always: [
      {
        guard: "hasStepsToDo",
        target: "next",
        actions: ["noteShown", say(remainingSaying)],
      },
      {
        target: "decide-ask-later",
        // With the last step the reminders end, and the wait for the answer begins.
        actions: [endReminders, say(doneSaying)],
      },
    ],
  }),
};

/** The transitions to the steps, or to help with them, at any moment. */
export const stepsAnywhere = statechart.createStateConfig({
  on: {
    steps: [
      { guard: "isFollowing", target: ".talk.decide-links", actions: "endReminder" },
      { guard: "followsAny", target: ".aside.where" },
      { guard: "hasNothingToDo", target: ".talk.decide-first-question" },
      ...meanwhile,
    ],
    "ready-text": [
      nothingToDo,
      {
        guard: "hasCampaign",
        target: "#question",
        actions: [
          "askBriefly",
          say((context) => ({
            text: [ofCampaign("ready-text.text", context)],
            copy: ofCampaign("ready-text.copy", context),
          })),
          "offerGrounds",
        ],
      },
      accountsFirst,
    ],
    write: [
      ignoreIfCampaignGone,
      { ...nothingToDo, guard: and(["hasNothingToDo", not("hasAddress")]) },
      {
        guard: { type: "speaksOfCampaign", params: ({ event }) => event.campaign },
        ...answer((context, event: EventOf<"write">) =>
          objectionLetter(
            event.campaign === undefined ? context : inCampaign(context, event.campaign),
            event,
          ),
        ),
      },
      accountsFirst,
    ],
    grounds: [
      ignoreIfCampaignGone,
      {
        guard: { type: "takesGrounds", params: ({ event }) => event.campaign },
        // The question that is open stays open, with its buttons.
        actions: perform((context, event) => groundsEffects(event, context)),
      },
      { guard: "hasCampaign", ...answer((context) => objectionLetter(context)) },
      accountsFirst,
    ],
    access: [
      ignoreIfCampaignGone,
      {
        guard: { type: "speaksOfCampaign", params: ({ event }) => event.campaign },
        ...answer((context, { campaign }: EventOf<"access">) =>
          accessLetter(campaign === undefined ? context : inCampaign(context, campaign)),
        ),
      },
      accountsFirst,
    ],
    proof: [
      { guard: "hasSomethingSent", ...answer(proofSaying) },
      { target: "#question", actions: tell("proof.none") },
    ],
    "what-is-used": [
      {
        guard: "hasCampaign",
        ...answer((context) => ({
          text: [
            ofCampaign("uses.used", context),
            ofCampaign("uses.not-used", context),
            { key: "letter.access.offer", params: { company: ofCampaign("company", context) } },
            { key: "sources.how" },
          ],
        })),
      },
      accountsFirst,
    ],
    "link-broken": [
      nothingToDo,
      {
        guard: "isFollowing",
        target: "#question",
        actions: [say(brokenLinkSaying), "offerLetter", "noteShown"],
      },
      ...meanwhile,
    ],
    details: [
      nothingToDo,
      {
        guard: "isFollowing",
        target: "#question",
        actions: ["askBriefly", say(limitsSaying), say(detailsSaying), say(waysSaying)],
      },
      ...meanwhile,
    ],
    "step-by-step": [
      nothingToDo,
      {
        guard: and(["isFollowing", "hasStepsToDo"]),
        target: ".talk.guide",
        actions: ["showFirstOfGuide", "endReminder"],
      },
      { guard: "isFollowing", target: "#question", actions: tell("done.already") },
      ...meanwhile,
    ],
    shorter: [
      { guard: "hasShortAnswer", ...answer(shortSaying) },
      { guard: and(["isFollowing", "hasStepsToDo"]), ...answer(onlyLinksSaying) },
      { target: "#question", actions: ["askBriefly", tell("shorter.text")] },
    ],
    plain: answer(plainSaying),
    "not-done": [
      {
        guard: "hasDoneAll",
        target: ".talk.decide-after-correction",
        actions: ["takeBack", "endReminder", endReminders, tell("done.taken-back")],
      },
      {
        target: ".talk.decide-remind",
        actions: { type: "turnTo", params: ({ context }) => campaignToDo(context) },
      },
    ],
    done: [
      ignoreIfCampaignGone,
      {
        target: ".talk.decide-which-done",
        actions: [
          {
            type: "turnTo",
            params: ({ context, event }) => event.campaign ?? campaignDone(context, event),
          },
          { type: "nameAccounts", params: ({ event }) => event.accounts },
          { type: "noteWhen", params: ({ event }) => event.when },
        ],
      },
    ],
  },
});
