import { and, not } from "xstate";
import { type ActionArguments, asking, perform, say, sayOnce, statechart, tell } from "../statechart.ts";
import {
  dateTransitions,
  ignoreIfCampaignGone,
  noteWish,
  toNextIfNothingToDo,
} from "../steps/steps-states.ts";
import type { Effect, EventOf, Reminder } from "../vocabulary.ts";
import { campaignToDo } from "../what-is-meant.ts";
import {
  movableReminders,
  reasonAgainst,
  reasonAgainstMoving,
  refusalSaying,
  setting,
  wishedReminder,
} from "./reminders.ts";
import { cancelledSaying, reminderEffect } from "./say-reminder.ts";

/** A moment named below the reminder just set moves that one; it does not set a second. */
const anotherDate = { target: "decide-remind-set", actions: ["replaceReminder", noteWish] } as const;

/** Ends all reminders, or those about one service, and says so. */
const endReminders = [
  perform<EventOf<"no-more">>((_, { campaign }) => [
    { type: "cancel-reminders", ...(campaign && { campaign }) },
  ]),
  tell("due.ended"),
] as const;

const toNext = { target: "next", actions: "endReminder" } as const;

/** In a question about reminders, also ends that question. */
const noMore = { target: "next", actions: [...endReminders, "endReminder"] } as const;

/** Ends one reminder and says so. */
const cancelReminder = [
  perform<EventOf<"cancel-reminder">>((_, { reminder }) => [
    { type: "cancel-reminders", campaign: reminder.campaign, slot: reminder.slot },
  ]),
  {
    type: "dropReminder",
    params: ({ event }: ActionArguments<EventOf<"cancel-reminder">>) => event.reminder,
  },
  say<EventOf<"cancel-reminder">>((context, { reminder }) => cancelledSaying(context, reminder)),
] as const;

/** The states that set a reminder: when, and in which zone. */
export const remindersStates = {
  "decide-remind": statechart.createStateConfig({
    always: [
      toNextIfNothingToDo,
      { guard: and([not("isFollowing"), "hasCampaign", "hasOneAccount"]), target: "decide-first-question" },
      { guard: not("isFollowing"), target: "decide-first-question", actions: tell("remind.first-accounts") },
      { guard: not("hasTimeLeft"), target: "next", actions: ["endReminder", tell("remind.now")] },
      { guard: "hasWish", target: "decide-remind-set" },
      { target: "remind" },
    ],
  }),

  /** A moment was named: can a reminder be set for it? */
  "decide-remind-set": statechart.createStateConfig({
    always: [
      toNextIfNothingToDo,
      {
        guard: "isWishRefused",
        target: "decide-remind",
        actions: [say((context) => refusalSaying(context, reasonAgainst(context))), "wish"],
      },
      { guard: "isWishQuiet", target: "remind-quiet", actions: "noteQuietHour" },
      {
        target: "remind-set",
        actions: [
          perform((context): readonly Effect[] => {
            const { replaces } = context.dialogue;
            const set = setting(wishedReminder(context));
            if (replaces === undefined) return set;
            return [{ type: "cancel-reminders", campaign: replaces.campaign, slot: replaces.slot }, ...set];
          }),
          // Whoever wants a reminder allows the bot to write first: an earlier "stop" ends.
          "allowReminders",
          "noteReminder",
        ],
      },
    ],
  }),

  remind: statechart.createStateConfig({
    ...asking("remind"),
    on: {
      ...dateTransitions,
      slot: {
        target: "decide-remind-set",
        actions: { type: "wish", params: ({ event: { slot, at } }) => ({ kind: "slot", slot, at }) },
      },
      "another-zone": { target: "zone", actions: "leaveReminder" },
      back: toNext,
      "no-more": noMore,
    },
  }),

  "remind-quiet": statechart.createStateConfig({
    ...asking("remind-quiet"),
    on: { ...dateTransitions, back: { target: "remind" } },
  }),

  "remind-set": statechart.createStateConfig({
    ...asking("remind-set"),
    on: {
      date: anotherDate,
      move: anotherDate,
      "go-on": toNext,
      back: toNext,
      change: { target: "decide-remind", actions: "replaceReminder" },
      "another-zone": { target: "zone" },
      "cancel-reminder": { target: "next", actions: [...cancelReminder, "endReminder"] },
      "no-more": noMore,
    },
  }),

  zone: statechart.createStateConfig({
    ...asking("zone"),
    on: {
      zone: [
        {
          guard: not("speaksOfReminder"),
          target: "decide-remind",
          actions: { type: "noteZone", params: ({ event }) => event.zone },
        },
        {
          guard: { type: "isFineIn", params: ({ event }) => event.zone },
          target: "remind-set",
          // Moved before the new zone is noted: the wall time is read in the old one.
          actions: [
            { type: "moveReminder", params: ({ event }) => event.zone },
            { type: "noteZone", params: ({ event }) => event.zone },
            perform(({ dialogue }) => setting(dialogue.reminder)),
            // With a wish, the question says the new moment in full.
            {
              type: "wish",
              params: ({ context: { dialogue } }) =>
                dialogue.reminder && { kind: "at", at: dialogue.reminder.dueAt },
            },
          ],
        },
        {
          target: "decide-remind",
          // The reminder stays until another replaces it: its hour is not fine in the new zone.
          actions: [
            say((context, event) => refusalSaying(context, reasonAgainstMoving(context, event.zone))),
            "replaceReminder",
            { type: "noteZone", params: ({ event }) => event.zone },
          ],
        },
      ],
      "not-understood": sayOnce("zone", "zone.unknown"),
      back: { target: "decide-remind" },
    },
  }),
};

/**
 * Moves the reminder that is meant, else the only one; sets one if there is none. If there are
 * several, the person has to say which.
 */
const changeReminder = [
  { guard: { type: "isUnclearWhich", params: meant }, target: ".aside.my-reminders" },
  {
    target: ".talk.decide-remind",
    actions: [
      {
        type: "turnTo",
        params: ({ context, event }: ActionArguments<EventOf<"change" | "move">>) =>
          (meant({ event }) ?? movableReminders(context)[0])?.campaign,
      },
      { type: "replaceThisReminder", params: meant },
      noteWish,
    ],
  },
] as const;

/** The reminder that the event names, if it names one. */
function meant({ event }: Pick<ActionArguments<EventOf<"change" | "move">>, "event">): Reminder | undefined {
  return "reminder" in event ? event.reminder : undefined;
}

/** The transitions to reminders at any moment. */
export const remindersAnywhere = statechart.createStateConfig({
  on: {
    remind: {
      target: ".talk.decide-remind",
      actions: [{ type: "turnTo", params: ({ event }) => event.campaign }, noteWish],
    },
    change: changeReminder,
    move: changeReminder,
    later: [
      ignoreIfCampaignGone,
      {
        target: ".talk.decide-remind",
        actions: { type: "turnTo", params: ({ context, event }) => event.campaign ?? campaignToDo(context) },
      },
    ],
    "no-more": { target: "#question", actions: endReminders },
    // Sends the reminder; the open question stays open.
    "reminder-due": {
      actions: [
        { type: "awaitReply", params: ({ event }) => event.reminder },
        perform((context, event) => [reminderEffect(context, event.reminder)]),
      ],
    },
    "my-reminders": [
      { guard: "hasReminders", target: ".aside.my-reminders" },
      { target: "#question", actions: tell("my-reminders.none") },
    ],
    "cancel-reminder": [
      // The open question is about this reminder.
      {
        guard: { type: "isSpokenOf", params: ({ event }) => event.reminder },
        target: ".talk.next",
        actions: cancelReminder,
      },
      { target: "#question", actions: cancelReminder },
    ],
  },
});
