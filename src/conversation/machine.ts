import { type Context, isFollowing, isSameReminder, newSituation, nothingBegun } from "./context.ts";
import { communitySaying, humanSaying, myDataSaying, reminderEffect } from "./say-about.ts";
import { brokenLinkSaying } from "./say-steps.ts";
import { suggestionsEffect } from "./say-suggestions.ts";
import {
  briefly,
  countMisunderstood,
  type Given,
  note,
  perform,
  say,
  situate,
  statechart,
  tell,
} from "./statechart.ts";
import type { TextKey } from "./text-key.ts";
import { accountsStates } from "./topics/accounts.ts";
import { topicAnywhere } from "./topics/answer-topic.ts";
import { asidesStates } from "./topics/asides.ts";
import { complaintStates } from "./topics/complaint.ts";
import { confirmationStates } from "./topics/confirmation.ts";
import { campaignToBeginWith, noteLanguage, openingStates, welcome } from "./topics/opening.ts";
import { cancelReminder, remindersStates } from "./topics/reminders.ts";
import { fromTheFirst, servicesStates, speaksOfNothingToDo } from "./topics/services.ts";
import {
  accountsFirst,
  followsAny,
  knowsCampaign,
  nothingToDo,
  servicesAnywhere,
} from "./topics/services-anywhere.ts";
import { stepsStates } from "./topics/steps.ts";
import { ofPastCampaign, turnToCampaign } from "./topics/turn-to-campaign.ts";
import type { ConversationEvent, Phrase, Saying } from "./vocabulary.ts";

/** What interrupts a question and returns to it at once. */
function interruptions<Target extends string>(target: Target) {
  // Entered anew even from within, so that the question is asked again.
  const again = { target, reenter: true } as const;
  return {
    "not-understood": [
      {
        ...again,
        guard: ({ context }: Given) => context.situation.misunderstood === 0,
        actions: [countMisunderstood, tell("not-understood.text")],
      },
      { ...again, actions: [countMisunderstood, tell("not-understood.again")] },
    ],
    "past-button": { ...again, actions: tell("past-button.text") },
    "only-text": { ...again, actions: tell("only-text.text") },
    "too-long": { ...again, actions: tell("too-long.text") },
  } as const;
}

/** What has become of an objection, told at any moment. */
const reported = [ofPastCampaign, { target: ".talk.reported", actions: turnToCampaign }] as const;

const follows = ({ context }: Given) => isFollowing(context);

/** The whole conversation. Pure: time and the world come in as facts, what is to be done goes out as effects. */
export const machine = statechart.createMachine({
  id: "objecteur",
  context: ({ input }) => input,
  initial: "talk",
  states: {
    talk: {
      initial: "fresh",
      states: {
        /** Where side trips return to. */
        question: { id: "question", type: "history", target: "route" },
        ...openingStates,
        ...servicesStates,
        ...accountsStates,
        ...stepsStates,
        ...confirmationStates,
        ...complaintStates,
        ...remindersStates,
      },
    },
    aside: {
      initial: "menu",
      states: { again: { id: "aside-again", type: "history", target: "menu" }, ...asidesStates },
      on: {
        ...interruptions("#aside-again"),
        "go-on": { target: "#question" },
        back: { target: "#question" },
      },
    },
  },
  on: {
    ...interruptions("#question"),
    start: [
      {
        guard: isNewToCampaign,
        target: ".talk.route",
        actions: [situate(campaignToBeginWith), say(({ context }) => welcome(context))],
      },
      { guard: followsAny, target: ".aside.resume" },
      { target: "#question", actions: tell("welcome.again") },
    ],
    menu: { target: ".aside.menu" },
    "go-on": { target: "#question" },
    back: { target: "#question", actions: tell("back.first") },
    "start-again": {
      target: ".talk.route",
      actions: situate((given) => ({ ...newSituation, ...campaignToBeginWith(given), anew: true })),
    },
    "another-service": { target: ".talk.service", actions: situate(() => fromTheFirst) },
    ...servicesAnywhere,

    "change-language": { target: ".aside.language" },
    language: { target: "#question", actions: [note(noteLanguage), tell("language.changed")] },

    // The question that is open stays open, with its buttons.
    courtesy: { actions: say(({ event }) => ({ text: courtesyAnswer(event) })) },
    human: { target: "#question", actions: [briefly, say(({ context }) => humanSaying(context))] },
    // The question that is open stays open.
    suggest: {
      actions: perform(({ context, event }) =>
        event.type === "suggest" ? [suggestionsEffect(event.topics, context)] : [],
      ),
    },
    "something-else": { target: "#question", actions: [briefly, tell("suggestions.none")] },

    help: { target: ".aside.help" },
    topic: topicAnywhere,

    steps: [
      { guard: follows, target: ".talk.links", actions: situate(() => nothingBegun) },
      { guard: followsAny, target: ".aside.where" },
      { guard: speaksOfNothingToDo, target: ".talk.route" },
      accountsFirst,
    ],
    "ready-text": [
      nothingToDo,
      {
        guard: knowsCampaign,
        target: "#question",
        actions: [briefly, say(({ context }) => readyText(context))],
      },
      accountsFirst,
    ],
    "what-is-used": [
      {
        guard: knowsCampaign,
        target: "#question",
        actions: [
          briefly,
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
      { guard: follows, target: "#question", actions: say(({ context }) => brokenLinkSaying(context)) },
      accountsFirst,
    ],
    community: [
      {
        guard: ({ context }) => context.facts.community.length > 0,
        target: "#question",
        actions: [briefly, say(({ context }) => communitySaying(context))],
      },
      { target: "#question", actions: tell("community.none") },
    ],

    remind: { target: ".talk.reminding", actions: turnToCampaign },
    later: [ofPastCampaign, { target: ".talk.reminding", actions: turnToCampaign }],
    done: [ofPastCampaign, { target: ".talk.done", actions: turnToCampaign }],
    confirmed: reported,
    "not-confirmed": reported,
    refused: reported,
    complain: { target: ".talk.complaining", actions: turnToCampaign },
    "no-more": {
      target: "#question",
      actions: [
        perform(({ event }) => [
          {
            type: "cancel-reminders",
            ...("campaign" in event && event.campaign && { campaign: event.campaign }),
          },
        ]),
        tell("due.ended"),
      ],
    },
    // Says its say beside the question that is open, and leaves it open.
    "reminder-due": {
      actions: perform(({ context, event }) =>
        event.type === "reminder-due" ? [reminderEffect(context, event.reminder)] : [],
      ),
    },
    "my-reminders": [
      { guard: ({ context }) => context.facts.reminders.length > 0, target: ".aside.my-reminders" },
      { target: "#question", actions: tell("my-reminders.none") },
    ],
    "cancel-reminder": [
      // The open question speaks of it.
      { guard: isShown, target: ".talk.next", actions: cancelReminder() },
      { target: "#question", actions: cancelReminder() },
    ],

    "my-data": { target: "#question", actions: [briefly, say(({ context }) => myDataSaying(context))] },
    "forget-me": { target: ".aside.forget" },
    stop: {
      actions: [
        note(({ context }) => ({ ...context.person, stopped: true })),
        perform(() => [{ type: "cancel-reminders" }]),
        tell("stop.text"),
      ],
    },
  },
});

/** A deep link to a campaign that the person does not follow yet. */
function isNewToCampaign({ context, event }: Given): boolean {
  if (event.type !== "start" || event.campaign === undefined) return false;
  return (
    context.facts.campaigns.has(event.campaign) && context.person.following[event.campaign] === undefined
  );
}

function isShown({ context, event }: Given): boolean {
  const shown = context.situation.reminder;
  return shown !== undefined && event.type === "cancel-reminder" && isSameReminder(event.reminder, shown);
}

function courtesyAnswer(event: ConversationEvent): readonly Phrase[] {
  return event.type === "courtesy" ? [{ key: `courtesy.${event.courtesy}` }] : [];
}

function ofCampaign(key: TextKey, { situation }: Context): Phrase {
  return { key, ...(situation.campaign !== undefined && { campaign: situation.campaign }) };
}

function readyText(context: Context): Saying {
  return { text: [ofCampaign("ready-text.text", context)], copy: ofCampaign("ready-text.copy", context) };
}
