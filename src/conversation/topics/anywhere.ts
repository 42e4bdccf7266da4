import { campaignDone, campaignToDo, campaignUnconfirmed } from "../campaign-meant.ts";
import type { Context } from "../context.ts";
import { unknownServiceSaying } from "../questions/services.ts";
import { communitySaying, humanSaying, myDataSaying, reminderEffect } from "../say-about.ts";
import { friendSaying } from "../say-friend.ts";
import { brokenLinkSaying } from "../say-steps.ts";
import { suggestionsEffect } from "../say-suggestions.ts";
import { type ActionArguments, perform, say, statechart, tell } from "../statechart.ts";
import type { TextKey } from "../text-key.ts";
import type { EventOf, Phrase, reports } from "../vocabulary.ts";
import { answerTopic, beginWithNamed, judgeLink, sayWelcome } from "./opening.ts";
import { cancelReminder } from "./reminders.ts";

/** What is said to those who ask for something that needs an answer first. */
const accountsFirst = { target: "#question", actions: tell("steps-first.text") } as const;

/** What is said in place of forms if there are none. */
const nothingToDo = {
  guard: "hasNothingToDo",
  target: "#question",
  actions: tell("nothing-to-do.text"),
} as const;

/** The button of an old reminder, whose campaign is no longer on offer. */
const pastCampaign = {
  guard: {
    type: "isPastCampaign",
    params: ({ event }: ActionArguments<EventOf<"later" | (typeof reports)[number]>>) => event.campaign,
  },
  target: "#question",
  actions: tell("past-button.text"),
} as const;

const turnToUnconfirmed = {
  type: "turnTo",
  params: ({ context, event }: ActionArguments<EventOf<"confirmed" | "not-confirmed" | "refused">>) =>
    event.campaign ?? campaignUnconfirmed(context),
} as const;

/** What has become of an objection. */
const reported = [
  pastCampaign,
  {
    target: ".talk.reported",
    actions: [
      turnToUnconfirmed,
      { type: "noteReport", params: ({ event }: ActionArguments<EventOf<"confirmed" | "refused">>) => event },
    ],
  },
] as const;

/** Services, links and sources. */
const services = statechart.createStateConfig({
  on: {
    "another-service": { target: ".talk.service", actions: "showFirstPage" },
    service: {
      guard: { type: "isOfferedCampaign", params: ({ event }) => event.campaign },
      target: ".talk.chosen",
      actions: { type: "chooseService", params: ({ event }) => event.campaign },
    },
    services: {
      target: ".aside.which-service",
      actions: { type: "noteAmong", params: ({ event }) => event.campaigns },
    },
    "unknown-service": {
      target: "#question",
      actions: say(({ context }) => unknownServiceSaying(context)),
    },
    where: [
      { guard: "followsAny", target: ".aside.where" },
      { target: "#question", actions: tell("where.none") },
    ],
    link: { target: "#question", actions: ["askBriefly", judgeLink] },
    sources: [{ guard: "hasCampaign", target: ".aside.sources", actions: "showFirstSources" }, accountsFirst],
    "for-a-friend": [
      nothingToDo,
      {
        guard: "hasCampaign",
        target: "#question",
        actions: ["askBriefly", say(({ context }) => friendSaying(context))],
      },
      accountsFirst,
    ],
  },
});

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

/** The steps, and what helps with them. */
const steps = statechart.createStateConfig({
  on: {
    steps: [
      { guard: "isFollowing", target: ".talk.links", actions: "endReminder" },
      { guard: "followsAny", target: ".aside.where" },
      { guard: "hasNothingToDo", target: ".talk.route" },
      accountsFirst,
    ],
    "ready-text": [
      nothingToDo,
      {
        guard: "hasCampaign",
        target: "#question",
        actions: [
          "askBriefly",
          say(({ context }) => ({
            text: [ofCampaign("ready-text.text", context)],
            copy: ofCampaign("ready-text.copy", context),
          })),
        ],
      },
      accountsFirst,
    ],
    "what-is-used": [
      {
        guard: "hasCampaign",
        target: "#question",
        actions: [
          "askBriefly",
          say(({ context }) => ({
            text: [
              ofCampaign("uses.used", context),
              ofCampaign("uses.not-used", context),
              { key: "sources.how" },
            ],
          })),
        ],
      },
      accountsFirst,
    ],
    "link-broken": [
      nothingToDo,
      {
        guard: "isFollowing",
        target: "#question",
        actions: say(({ context }) => brokenLinkSaying(context)),
      },
      accountsFirst,
    ],
    done: [
      pastCampaign,
      {
        target: ".talk.done",
        actions: [
          {
            type: "turnTo",
            params: ({ context, event }) => event.campaign ?? campaignDone(context, event.accounts ?? []),
          },
          { type: "nameAccounts", params: ({ event }) => event.accounts },
        ],
      },
    ],
    confirmed: reported,
    refused: reported,
    "not-confirmed": [pastCampaign, { target: ".talk.unconfirmed", actions: turnToUnconfirmed }],
    complain: {
      target: ".talk.complaining",
      actions: { type: "turnTo", params: ({ context }) => campaignUnconfirmed(context) },
    },
  },
});

const reminders = statechart.createStateConfig({
  on: {
    remind: {
      target: ".talk.reminding",
      actions: ["turnTo", { type: "wish", params: ({ event }) => event.date }],
    },
    later: [
      pastCampaign,
      {
        target: ".talk.reminding",
        actions: {
          type: "turnTo",
          params: ({ context, event }) => event.campaign ?? campaignToDo(context),
        },
      },
    ],
    "no-more": {
      target: "#question",
      actions: [
        perform(({ event: { campaign } }) => [{ type: "cancel-reminders", ...(campaign && { campaign }) }]),
        tell("due.ended"),
      ],
    },
    // Says its say beside the question that is open, and leaves it open.
    "reminder-due": { actions: perform(({ context, event }) => [reminderEffect(context, event.reminder)]) },
    "my-reminders": [
      { guard: "hasReminders", target: ".aside.my-reminders" },
      { target: "#question", actions: tell("my-reminders.none") },
    ],
    "cancel-reminder": [
      // The open question speaks of it.
      {
        guard: { type: "isSpokenOf", params: ({ event }) => event.reminder },
        target: ".talk.next",
        actions: cancelReminder,
      },
      { target: "#question", actions: cancelReminder },
    ],
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
    ...services.on,
    ...questions.on,
    ...steps.on,
    ...reminders.on,
  },
});

function ofCampaign(key: TextKey, { dialogue }: Context): Phrase {
  return { key, ...(dialogue.campaign !== undefined && { campaign: dialogue.campaign }) };
}
