import { slotOfDay, slotOfInstant } from "../calendar-day.ts";
import { type Context, currentCampaign, zoneOf } from "../context.ts";
import { type Judgement, judgeInstant } from "../due.ts";
import { instantOnDay } from "../offered-slots.ts";
import { type Given, noteAndSituate, perform, say, situate } from "../statechart.ts";
import type { Effect, Instant, Reminder, Saying } from "../vocabulary.ts";

/** How many reminders one person may have waiting. */
export const mostReminders = 20;

const refused = {
  guard: (given: Given) => reasonAgainst(given) !== undefined,
  target: "reminding",
  actions: say((given) => refusalOf(reasonAgainst(given) ?? "unclear", given.context)),
} as const;

const inTheNight = {
  guard: (given: Given) => judged(given) === "quiet",
  target: "remind-quiet",
  reenter: true,
  actions: situate((given) => ({ quietAt: wanted(given)?.dueAt })),
} as const;

/** What a date leads to, wherever one may be named. */
export const dateTransitions = {
  date: [refused, inTheNight, { target: "remind-set", reenter: true, actions: setReminder() }],
} as const;

/** What the date in a wish for a reminder leads to: "remind me in 10 minutes". */
export const wishedDate = [
  { ...refused, guard: (given: Given) => namesDate(given) && refused.guard(given), target: "remind" },
  { ...inTheNight, guard: (given: Given) => namesDate(given) && inTheNight.guard(given) },
  { guard: namesDate, target: "remind-set", actions: setReminder() },
] as const;

/** What taking an offered moment leads to. */
export const slotTransitions = {
  slot: [refused, { target: "remind-set", reenter: true, actions: setReminder() }],
} as const;

type Refusal = "unclear" | "too-many" | Exclude<Judgement, "fine" | "quiet">;

/** Says why a reminder cannot be set for this moment. */
export function refusalOf(reason: Refusal, context: Context): Saying {
  const { dates } = currentCampaign(context);
  return {
    text: [{ key: `remind.${reason}`, ...(dates && { params: { lastDay: { day: dates.lastDay } } }) }],
  };
}

/** Why a reminder cannot be set for what was asked; nothing where it can, if not at night. */
function reasonAgainst(given: Given): Refusal | undefined {
  const judgement = judged(given) ?? "unclear";
  if (judgement === "fine") return hasTooMany(given) ? "too-many" : undefined;
  if (given.event.type === "slot") return "past";
  return judgement === "quiet" ? undefined : judgement;
}

function hasTooMany({ context: { facts, situation } }: Given): boolean {
  return facts.reminders.length >= mostReminders && situation.replaces === undefined;
}

/** The reminder that the event asks for; nothing where the date is unclear. */
function wanted({ context, event }: Given): Reminder | undefined {
  const campaign = currentCampaign(context).id;
  const zone = zoneOf(context);
  if (event.type === "slot") return { campaign, slot: event.slot, dueAt: event.at };
  const date = event.type === "date" || event.type === "remind" ? event.date : undefined;
  if (date === undefined || date.kind === "unclear") return undefined;
  if (date.kind === "at") return { campaign, slot: slotOfInstant(date.at, zone), dueAt: date.at };
  const { day } = date;
  const { spread, crowding } = context.facts;
  return { campaign, slot: slotOfDay(day), dueAt: instantOnDay(day, zone, spread, crowding) };
}

function namesDate({ event }: Given): boolean {
  return event.type === "remind" && event.date !== undefined;
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
    noteAndSituate(
      // Asking for a reminder is asking to be written to.
      ({ context }) => ({ ...context.person, stopped: false }),
      (given) => ({ reminder: wanted(given), replaces: undefined, quietAt: undefined }),
    ),
  ];
}

/** The effect that sets a reminder, where there is one. */
export function setting(reminder: Reminder | undefined): readonly Effect[] {
  return reminder === undefined ? [] : [{ type: "set-reminder", reminder }];
}
