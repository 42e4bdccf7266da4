import { and, not } from "xstate";
import { allowReminders, endReminderQuestion, noteWish, turnTo } from "../assigns.ts";
import { type Context, isFollowing, isSameReminder, nothingBegun, type ReminderWish } from "../context.ts";
import { hasCampaign, hasOneAccount, hasWish } from "../guards.ts";
import { sayOnce } from "../help/not-understood.ts";
import {
  asking,
  change,
  inDialogue,
  inPerson,
  inTurn,
  perform,
  say,
  statechart,
  tell,
  when,
} from "../statechart.ts";
import { dateTransitions, ignoreIfCampaignGone, toNextIfNothingToDo } from "../transitions.ts";
import type { ConversationEvent, Effect, EventOf, Reminder } from "../vocabulary.ts";
import { campaignToDo } from "../what-is-meant.ts";
import {
  asksForConfirmation,
  hoursMeant,
  judgeWish,
  movedReminder,
  reasonAgainst,
  reasonAgainstMoving,
  refusalSaying,
  setting,
  slotsNow,
  wishedReminder,
} from "./reminders.ts";
import { cancelledSaying, reminderEffect } from "./say-reminder.ts";

function hasTimeLeft(context: Context): boolean {
  return slotsNow(context).length > 0;
}

function isWishRefused(context: Context): boolean {
  return reasonAgainst(context) !== undefined;
}

/** True if the wished hour can mean two instants: "tomorrow at 7". */
function isWishOfTwoHours(context: Context): boolean {
  return hoursMeant(context).length > 1;
}

function isWishQuiet(context: Context): boolean {
  return judgeWish(context) === "quiet";
}

function speaksOfReminder({ dialogue }: Context): boolean {
  return dialogue.reminder !== undefined;
}

function isFineInZone(context: Context, { zone }: EventOf<"zone">): boolean {
  return reasonAgainstMoving(context, zone) === undefined;
}

function hasReminders({ facts }: Context): boolean {
  return facts.reminders.length > 0;
}

/** True if the open question is about this reminder. */
function isSpokenOf({ dialogue }: Context, { reminder }: EventOf<"cancel-reminder">): boolean {
  return dialogue.reminder !== undefined && isSameReminder(dialogue.reminder, reminder);
}

/** True if the open question is about a reminder that this ends. */
function endsSpokenOf({ dialogue }: Context, { campaign }: EventOf<"no-more">): boolean {
  const spokenOf = dialogue.reminder ?? dialogue.replaces;
  return spokenOf !== undefined && (campaign ?? spokenOf.campaign) === spokenOf.campaign;
}

function isUnclearWhich(context: Context, event: EventOf<"change" | "move">): boolean {
  return reminderMeant(event) === undefined && context.facts.reminders.length > 1;
}

/** The reminder that the event names, if it names one. */
function reminderMeant(event: EventOf<"change" | "move">): Reminder | undefined {
  return "reminder" in event ? event.reminder : undefined;
}

/** Notes a moment as the wish, or that there is none any more. */
function wishFor<Event extends ConversationEvent>(
  wished: (context: Context, event: Event) => ReminderWish | undefined,
) {
  return change<Event>((context, event) => {
    const wish = wished(context, event);
    return { dialogue: { ...context.dialogue, wish }, turn: { ...context.turn, wish } };
  });
}

const noteReminder = change((context) => ({
  dialogue: {
    ...context.dialogue,
    ...nothingBegun,
    reminder: wishedReminder(context),
    quietAt: undefined,
    eitherAt: undefined,
  },
  turn: { ...context.turn, replaced: context.dialogue.replaces },
}));

/** Whether the moment is only when the person will do it, and no reminder for it was wished for. */
function isOnlyTold({ turn }: Context): boolean {
  return turn.isOnlyTold === true;
}

/** The moment at which the person will do it, if they name it; it is not kept as a wish. */
const noteTold = inTurn<EventOf<"later">>((_, { date }) => (date ? { wish: date, isOnlyTold: true } : {}));

/** The next reminder that is set replaces the one just set. */
const replaceReminder = inDialogue(({ dialogue }) => ({ replaces: dialogue.reminder ?? dialogue.replaces }));

const noteZone = inPerson<EventOf<"zone">>(({ person }, { zone }) => ({ ...person, zone }));

/** A moment named below the reminder just set moves that one; it does not set a second. */
const anotherDate = { target: "decide-remind-set", actions: [replaceReminder, noteWish] } as const;

/** Ends all reminders, or those about one service, and says so. */
const endReminders = [
  perform<EventOf<"no-more">>((_, { campaign }) => [
    { type: "cancel-reminders", ...(campaign && { campaign }) },
  ]),
  tell("due.ended"),
] as const;

const toNext = { target: "next", actions: endReminderQuestion } as const;

/** In a question about reminders, also ends that question. */
const noMore = { target: "next", actions: [...endReminders, endReminderQuestion] } as const;

/** Ends one reminder and says so. */
const cancelReminder = [
  perform<EventOf<"cancel-reminder">>((_, { reminder }) => [
    { type: "cancel-reminders", campaign: reminder.campaign, slot: reminder.slot },
  ]),
  inDialogue<EventOf<"cancel-reminder">>(({ dialogue: { reminder, replaces } }, event) => ({
    reminder: reminder && (isSameReminder(reminder, event.reminder) ? undefined : reminder),
    replaces: replaces && (isSameReminder(replaces, event.reminder) ? undefined : replaces),
  })),
  say<EventOf<"cancel-reminder">>((context, { reminder }) => cancelledSaying(context, reminder)),
] as const;

/** Notes the zone, in which the reminder that is spoken of keeps its hour. */
const zoneTold = [
  {
    guard: when(isFineInZone),
    target: "remind-set",
    reenter: true,
    // Moved before the new zone is noted: the wall time is read in the old one.
    actions: [
      inDialogue<EventOf<"zone">>((context, { zone }) => ({ reminder: movedReminder(context, zone) })),
      noteZone,
      perform(({ dialogue }) => setting(dialogue.reminder)),
      // With a wish, the question says the new moment in full.
      wishFor(({ dialogue: { reminder } }) => reminder && { kind: "at", at: reminder.dueAt }),
    ],
  },
  {
    target: "decide-remind",
    // The reminder stays until another replaces it: its hour is not fine in the new zone.
    actions: [
      say<EventOf<"zone">>((context, { zone }) => refusalSaying(context, reasonAgainstMoving(context, zone))),
      replaceReminder,
      noteZone,
    ],
  },
] as const;

/** The states that set a reminder: when, and in which zone. */
export const remindersStates = {
  "decide-remind": statechart.createStateConfig({
    always: [
      toNextIfNothingToDo,
      {
        guard: and([not(when(isFollowing)), when(hasCampaign), when(hasOneAccount)]),
        target: "decide-first-question",
      },
      {
        guard: not(when(isFollowing)),
        target: "decide-first-question",
        actions: tell("remind.first-accounts"),
      },
      { guard: not(when(hasTimeLeft)), target: "next", actions: [endReminderQuestion, tell("remind.now")] },
      { guard: when(hasWish), target: "decide-remind-set" },
      { target: "remind" },
    ],
  }),

  /** A moment was named: can a reminder be set for it? */
  "decide-remind-set": statechart.createStateConfig({
    always: [
      toNextIfNothingToDo,
      {
        guard: when(isWishOfTwoHours),
        target: "remind-quiet",
        actions: inDialogue((context) => {
          const [first = 0, second = 0] = hoursMeant(context);
          return { quietAt: undefined, eitherAt: [first, second] };
        }),
      },
      {
        guard: when(isWishRefused),
        target: "decide-remind",
        actions: [say((context) => refusalSaying(context, reasonAgainst(context))), wishFor(() => undefined)],
      },
      {
        guard: when(isWishQuiet),
        target: "remind-quiet",
        actions: inDialogue((context) => ({ quietAt: wishedReminder(context)?.dueAt, eitherAt: undefined })),
      },
      {
        guard: when(isOnlyTold),
        target: "remind-then",
        actions: inDialogue((context) => ({ toldAt: wishedReminder(context)?.dueAt })),
      },
      {
        target: "remind-set",
        actions: [
          perform((context): readonly Effect[] => {
            const { replaces } = context.dialogue;
            const set = setting(wishedReminder(context));
            if (replaces === undefined) return set;
            return [{ type: "cancel-reminders", campaign: replaces.campaign, slot: replaces.slot }, ...set];
          }),
          allowReminders,
          noteReminder,
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
        actions: wishFor((_, { slot, at }) => ({ kind: "slot", slot, at })),
      },
      zone: { target: "decide-remind", actions: noteZone },
      "another-zone": { target: "zone", actions: inDialogue(() => ({ reminder: undefined })) },
      back: toNext,
      "no-more": noMore,
    },
  }),

  "remind-then": statechart.createStateConfig({
    ...asking("remind-then"),
    on: { ...dateTransitions, change: { target: "remind" }, back: toNext },
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
      change: { target: "decide-remind", actions: replaceReminder },
      zone: zoneTold,
      "another-zone": { target: "zone" },
      "cancel-reminder": { target: "next", actions: [...cancelReminder, endReminderQuestion] },
      "no-more": noMore,
    },
  }),

  zone: statechart.createStateConfig({
    ...asking("zone"),
    on: {
      zone: [{ guard: not(when(speaksOfReminder)), target: "decide-remind", actions: noteZone }, ...zoneTold],
      date: anotherDate,
      "not-understood": sayOnce("zone", "zone.unknown"),
      back: { target: "decide-remind" },
    },
  }),
};

export const remindersAsides = {
  "my-reminders": statechart.createStateConfig({ ...asking("my-reminders") }),
};

/**
 * Moves the reminder that is meant, else the only one; sets one if there is none. If there are
 * several, the person has to say which.
 */
const changeReminder = [
  { guard: when(isUnclearWhich), target: ".aside.my-reminders" },
  {
    target: ".talk.decide-remind",
    actions: [
      turnTo<EventOf<"change" | "move">>((context, event) => reminderToChange(context, event)?.campaign),
      inDialogue<EventOf<"change" | "move">>((context, event) => ({
        replaces: reminderToChange(context, event),
      })),
      noteWish,
    ],
  },
] as const;

function reminderToChange(context: Context, event: EventOf<"change" | "move">): Reminder | undefined {
  return reminderMeant(event) ?? context.facts.reminders[0];
}

/** The transitions to reminders at any moment. */
export const remindersAnywhere = statechart.createStateConfig({
  on: {
    remind: {
      target: ".talk.decide-remind",
      actions: [turnTo((_, { campaign }) => campaign), noteWish],
    },
    change: changeReminder,
    move: changeReminder,
    later: [
      ignoreIfCampaignGone,
      {
        target: ".talk.decide-remind",
        actions: [turnTo((context, { campaign }) => campaign ?? campaignToDo(context)), noteTold],
      },
    ],
    "no-more": [
      { guard: when(endsSpokenOf), target: ".talk.next", actions: [...endReminders, endReminderQuestion] },
      { target: "#question", actions: endReminders },
    ],
    // Sends the reminder; the open question stays open.
    "reminder-due": {
      actions: [
        inDialogue(({ facts: { now: at } }, { reminder }) => ({
          reminderAwaitingReply: reminder,
          ...(!asksForConfirmation(reminder) && { gaveSteps: { campaign: reminder.campaign, at } }),
        })),
        perform((context, event) => [reminderEffect(context, event.reminder)]),
      ],
    },
    "my-reminders": [
      { guard: when(hasReminders), target: ".aside.my-reminders" },
      { target: "#question", actions: tell("my-reminders.none") },
    ],
    "cancel-reminder": [
      {
        guard: when(isSpokenOf),
        target: ".talk.next",
        actions: cancelReminder,
      },
      { target: "#question", actions: cancelReminder },
    ],
  },
});
