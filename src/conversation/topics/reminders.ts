import { sameWallTime } from "../calendar-day.ts";
import {
  type Context,
  currentCampaign,
  isFollowing,
  isSameReminder,
  nothingBegun,
  zoneOf,
} from "../context.ts";
import { type Judgement, judgeInstant } from "../due.ts";
import { offeredSlots } from "../offered-slots.ts";
import {
  asking,
  countMisunderstood,
  type Given,
  note,
  perform,
  say,
  situate,
  statechart,
  tell,
} from "../statechart.ts";
import type { ConversationEvent, Reminder } from "../vocabulary.ts";
import { dateTransitions, refusalOf, setting, slotTransitions, wishedDate } from "./dates.ts";
import { nothingHere } from "./steps.ts";

const toNext = { target: "next", actions: situate(() => nothingBegun) } as const;

/** When to remind, in which zone. */
export const remindersStates = {
  reminding: statechart.createStateConfig({
    always: [
      nothingHere,
      {
        guard: ({ context }) => !isFollowing(context),
        target: "route",
        actions: tell("remind.first-accounts"),
      },
      { guard: hasNoTimeLeft, target: toNext.target, actions: [toNext.actions, tell("remind.now")] },
      ...wishedDate,
      { target: "remind" },
    ],
  }),

  remind: statechart.createStateConfig({
    ...asking("remind"),
    on: {
      ...dateTransitions,
      ...slotTransitions,
      "another-zone": { target: "zone", actions: situate(() => ({ reminder: undefined })) },
      back: toNext,
    },
  }),

  "remind-quiet": statechart.createStateConfig({
    ...asking("remind-quiet"),
    on: { ...dateTransitions, back: { target: "remind" } },
  }),

  "remind-set": statechart.createStateConfig({
    ...asking("remind-set"),
    on: {
      ...dateTransitions,
      "go-on": toNext,
      back: toNext,
      change: {
        target: "reminding",
        actions: situate(({ context }) => ({ replaces: context.situation.reminder })),
      },
      "another-zone": { target: "zone" },
      "cancel-reminder": { target: toNext.target, actions: [...cancelReminder(), toNext.actions] },
    },
  }),

  zone: statechart.createStateConfig({
    ...asking("zone"),
    on: {
      zone: [
        {
          guard: ({ context }) => context.situation.reminder === undefined,
          target: "reminding",
          actions: note(moveTo),
        },
        {
          guard: (given) => judgedThere(given) === "fine",
          target: "remind-set",
          // Moved before the new zone is noted: the wall time is read in the old one.
          actions: [
            situate((given) => ({ reminder: moved(given) })),
            note(moveTo),
            perform(({ context }) => setting(context.situation.reminder)),
          ],
        },
        {
          target: "reminding",
          // What takes its place ends the reminder whose hour is not fine there.
          actions: [
            say((given) => refusalOf(refusalThere(given), given.context)),
            situate(({ context }) => ({ replaces: context.situation.reminder })),
            note(moveTo),
          ],
        },
      ],
      // The second time in a row, menu and help are offered as everywhere.
      "not-understood": {
        guard: ({ context }) => context.situation.misunderstood === 0,
        target: "zone",
        reenter: true,
        actions: [countMisunderstood, tell("zone.unknown")],
      },
      back: { target: "reminding" },
    },
  }),
};

/** Ends one reminder and says so. */
export function cancelReminder() {
  return [
    perform(({ event }) =>
      event.type === "cancel-reminder"
        ? [{ type: "cancel-reminders", campaign: event.reminder.campaign, slot: event.reminder.slot }]
        : [],
    ),
    situate(({ context: { situation }, event }) => ({
      reminder: withoutCancelled(situation.reminder, event),
      replaces: withoutCancelled(situation.replaces, event),
    })),
    tell("remind.cancelled"),
  ];
}

function withoutCancelled(reminder: Reminder | undefined, event: ConversationEvent): Reminder | undefined {
  const isCancelled =
    reminder !== undefined && event.type === "cancel-reminder" && isSameReminder(event.reminder, reminder);
  return isCancelled ? undefined : reminder;
}

function hasNoTimeLeft({ context }: Given): boolean {
  const { now, spread, crowding } = context.facts;
  return offeredSlots(currentCampaign(context), now, zoneOf(context), spread, crowding).length === 0;
}

function moveTo({ context, event }: Given): Context["person"] {
  return event.type === "zone" ? { ...context.person, zone: event.zone } : context.person;
}

function moved({ context, event }: Given): Reminder | undefined {
  const { reminder } = context.situation;
  if (event.type !== "zone" || reminder === undefined) return reminder;
  return { ...reminder, dueAt: sameWallTime(reminder.dueAt, zoneOf(context), event.zone) };
}

/** Why the reminder cannot be kept in the zone that was named; its wall time stays, so it is never "quiet". */
function refusalThere(given: Given): "past" | "too-far" | "after-deadline" {
  const judgement = judgedThere(given);
  return judgement === "past" || judgement === "too-far" ? judgement : "after-deadline";
}

function judgedThere(given: Given): Judgement {
  const { event, context } = given;
  const reminder = moved(given);
  if (event.type !== "zone" || reminder === undefined) return "past";
  return judgeInstant(reminder.dueAt, currentCampaign(context), context.facts.now, event.zone);
}
