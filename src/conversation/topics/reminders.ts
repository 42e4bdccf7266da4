import { type Context, currentCampaign, isFollowing, zoneOf } from "../context.ts";
import { instantOnDay, judgeInstant, offeredSlots, sameWallTime, slotOfDay, slotOfInstant } from "../due.ts";
import { asking, type Given, note, perform, situate, statechart, tell } from "../statechart.ts";
import type { Effect, Instant, Reminder } from "../vocabulary.ts";

/** How many reminders one person may have waiting. */
const mostReminders = 20;

/** What a date leads to, wherever one may be named. */
export const dateTransitions = {
  date: [
    refusal("unclear", (given) => given.event.type === "date" && given.event.date.kind === "unclear"),
    refusal("past", (given) => judged(given) === "past"),
    refusal("too-far", (given) => judged(given) === "too-far"),
    refusal("after-deadline", (given) => judged(given) === "after-deadline"),
    refusal("too-many", ({ context }) => context.facts.reminders.length >= mostReminders),
    {
      guard: (given: Given) => judged(given) === "quiet",
      target: "remind-quiet",
      actions: situate((given) => ({ quietAt: wanted(given)?.dueAt })),
    },
    { target: "remind-set", actions: setReminder() },
  ],
  slot: [
    refusal("past", (given) => judged(given) !== "fine"),
    refusal("too-many", ({ context }) => context.facts.reminders.length >= mostReminders),
    { target: "remind-set", actions: setReminder() },
  ],
} as const;

/** When to remind, in which zone. */
export const remindersStates = {
  reminding: statechart.createStateConfig({
    always: [
      {
        guard: ({ context }) => !isFollowing(context),
        target: "route",
        actions: tell("remind.first-accounts"),
      },
      { guard: hasNoTimeLeft, target: "next", actions: tell("remind.now") },
      { target: "remind" },
    ],
  }),

  remind: statechart.createStateConfig({
    ...asking("remind"),
    on: {
      ...dateTransitions,
      "another-zone": { target: "zone", actions: situate(() => ({ reminder: undefined })) },
      back: { target: "next", actions: situate(() => ({ replaces: undefined })) },
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
      "go-on": { target: "next" },
      back: { target: "next" },
      change: {
        target: "reminding",
        actions: situate(({ context }) => ({ replaces: context.situation.reminder })),
      },
      "another-zone": { target: "zone" },
      "cancel-reminder": { target: "next", actions: cancelReminder() },
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
          guard: isStillFine,
          target: "remind-set",
          // Moved before the new zone is noted: the wall time is read in the old one.
          actions: [
            situate((given) => ({ reminder: moved(given) })),
            note(moveTo),
            perform(({ context }) => setting(context.situation.reminder)),
          ],
        },
        { target: "reminding", actions: [note(moveTo), tell("remind.past")] },
      ],
      "not-understood": { target: "zone", reenter: true, actions: tell("zone.unknown") },
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
    situate(() => ({ reminder: undefined, replaces: undefined })),
    tell("remind.cancelled"),
  ];
}

function refusal(reason: string, guard: (given: Given) => boolean) {
  return {
    guard,
    target: "reminding",
    actions: tell(`remind.${reason}`, ({ context }) => ({
      lastDay: { day: currentCampaign(context).dates?.lastDay ?? "" },
    })),
  } as const;
}

/** The reminder that the event asks for; nothing where the date is unclear. */
function wanted({ context, event }: Given): Reminder | undefined {
  const campaign = currentCampaign(context).id;
  const zone = zoneOf(context);
  if (event.type === "slot") return { campaign, slot: event.slot, dueAt: event.at };
  if (event.type !== "date" || event.date.kind === "unclear") return undefined;
  if (event.date.kind === "at")
    return { campaign, slot: slotOfInstant(event.date.at, zone), dueAt: event.date.at };
  const { day } = event.date;
  return { campaign, slot: slotOfDay(day), dueAt: instantOnDay(day, zone, context.facts.spread) };
}

function judged(given: Given) {
  const reminder = wanted(given);
  return reminder && judge(given.context, reminder.dueAt);
}

function judge(context: Context, at: Instant) {
  return judgeInstant(at, currentCampaign(context), context.facts.now, zoneOf(context));
}

function setReminder() {
  return [
    perform((given) => {
      const { replaces } = given.context.situation;
      const cancelled: readonly Effect[] =
        replaces === undefined
          ? []
          : [{ type: "cancel-reminders", campaign: replaces.campaign, slot: replaces.slot }];
      return [...cancelled, ...setting(wanted(given))];
    }),
    situate((given) => ({ reminder: wanted(given), replaces: undefined, quietAt: undefined })),
    // Asking for a reminder is asking to be written to.
    note(({ context }) => ({ ...context.person, stopped: false })),
  ];
}

function setting(reminder: Reminder | undefined): readonly Effect[] {
  return reminder === undefined ? [] : [{ type: "set-reminder", reminder }];
}

function hasNoTimeLeft({ context }: Given): boolean {
  const { now, spread } = context.facts;
  return offeredSlots(currentCampaign(context), now, zoneOf(context), spread).length === 0;
}

function moveTo({ context, event }: Given): Context["person"] {
  return event.type === "zone" ? { ...context.person, zone: event.zone } : context.person;
}

function moved({ context, event }: Given): Reminder | undefined {
  const { reminder } = context.situation;
  if (event.type !== "zone" || reminder === undefined) return reminder;
  return { ...reminder, dueAt: sameWallTime(reminder.dueAt, zoneOf(context), event.zone) };
}

function isStillFine(given: Given): boolean {
  const { event, context } = given;
  const reminder = moved(given);
  if (event.type !== "zone" || reminder === undefined) return false;
  return judgeInstant(reminder.dueAt, currentCampaign(context), context.facts.now, event.zone) === "fine";
}
