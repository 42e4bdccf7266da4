import type { Campaign } from "../../campaigns/schema.ts";
import {
  addDays,
  dayNamed,
  localDay,
  namesHour,
  sameTimeOn,
  sameWallTime,
  slotOfDay,
  slotOfInstant,
} from "../calendar-day.ts";
import {
  type Context,
  currentCampaign,
  hasDoneAll,
  isSameReminder,
  stepsToDoNow,
  zoneOf,
} from "../context.ts";
import { awaitingConfirmation, overdueObjections } from "../objections.ts";
import { type Judgement, judgeInstant } from "../schedule.ts";
import type { Effect, Facts, Instant, Reminder, Saying, Zone } from "../vocabulary.ts";
import { instantOnDay, instantOnNamedDay, type OfferedSlot, offeredSlots } from "./offered-slots.ts";

/** How many reminders one person may have waiting. */
const mostReminders = 20;

/** Slots of reminders that ask whether a confirmation has come begin so. */
const toConfirm = "confirmation-";

/** How many days after the sending the bot asks: e-mails take minutes, and the law allows a month. */
const followUpSchedule = [
  { slot: `${toConfirm}1`, daysAfter: 3 },
  { slot: `${toConfirm}2`, daysAfter: 31 },
] as const;

/** Returns the reminder that the person wishes for; undefined if the date is unclear. */
export function wishedReminder(context: Context): Reminder | undefined {
  const { wish } = context.turn;
  switch (wish?.kind) {
    case "slot":
      return reminderAt(context, wish.slot, wish.at);
    case "at":
      return reminderOn(context, wish.at);
    case "day":
      return reminderOnDay(context, wish.day);
    case "unclear": {
      const [meant, ...others] = hoursMeant(context);
      return meant === undefined || others.length > 0 ? undefined : reminderOn(context, meant);
    }
    default:
      return undefined;
  }
}

function reminderOnDay(context: Context, named: string): Reminder {
  const { replaces } = context.dialogue;
  const zone = zoneOf(context);
  const day = dayNamed(named);
  // "Friday is perfect" keeps the hour if the reminder is set for that Friday already.
  if (replaces !== undefined && localDay(replaces.dueAt, zone) === day)
    return newReminder(context, replaces.slot, replaces.dueAt);
  // "Saturday instead" keeps the hour that was named.
  if (replaces !== undefined && namesHour(replaces.slot))
    return reminderOn(context, sameTimeOn(day, replaces.dueAt, zone));
  return reminderAt(
    context,
    slotOfDay(named),
    instantOnNamedDay(day, datesNow(context), context.facts, zone),
  );
}

/** Returns the reminder for an instant that was named. */
function reminderOn(context: Context, at: Instant): Reminder {
  return reminderAt(context, slotOfInstant(at, zoneOf(context)), at);
}

/**
 * Returns the instants that the wished hour can mean, "at 7": those for which a reminder can be set; the
 * first if it can be for none.
 */
export function hoursMeant(context: Context): readonly Instant[] {
  const { wish } = context.turn;
  const either = (wish?.kind === "unclear" && wish.eitherAt) || [];
  const possible = either.filter((at) => judge(context, at, zoneOf(context)) === "fine");
  return possible.length > 0 ? possible : either.slice(0, 1);
}

/** Once all is done, a reminder can only ask whether the confirmation has come. */
function reminderAt(context: Context, slot: string, dueAt: Instant): Reminder {
  return newReminder(context, isToConfirm(context) ? `${toConfirm}${slot}` : slot, dueAt);
}

/** Whether the reminder that is spoken of, or wished for, asks whether a confirmation has come. */
function isToConfirm(context: Context): boolean {
  const { replaces } = context.dialogue;
  if (replaces !== undefined) return asksForConfirmation(replaces);
  return stepsToDoNow(context).length === 0 && awaitingConfirmation(context).length > 0;
}

/**
 * The dates of the current campaign, as far as they count: what is done may be looked at after them, and a
 * confirmation asked for.
 */
export function datesNow(context: Context): Pick<Campaign, "dates" | "instants"> {
  return isToConfirm(context) || hasDoneAll(context) ? { instants: undefined } : currentCampaign(context);
}

/** A reminder that replaces another keeps its `uid`, so that it replaces its calendar entry too. */
function newReminder(context: Context, slot: string, dueAt: Instant): Reminder {
  const { reminders } = context.facts;
  const reminder = { campaign: currentCampaign(context).id, slot, dueAt };
  const replaced = context.dialogue.replaces ?? reminders.find((other) => isSameReminder(other, reminder));
  return { ...reminder, uid: replaced?.uid ?? newUid(context.facts) };
}

/**
 * Made of the time and the random `randomFraction`. Only reminders set by one message share both; they are
 * numbered.
 */
function newUid({ now, randomFraction, reminders }: Facts): string {
  const uid = `${now.toString(36)}-${randomFraction.toString(36).slice(2)}`;
  const count = reminders.filter((other) => other.uid?.startsWith(uid)).length;
  return `${uid}${count === 0 ? "" : `-${count}`}@objecteur`;
}

/** Returns the reminders that are set after these effects, the earliest first. */
export function remindersAfter(before: readonly Reminder[], effects: readonly Effect[]): readonly Reminder[] {
  return effects.reduce(afterEffect, before);
}

function afterEffect(reminders: readonly Reminder[], effect: Effect): readonly Reminder[] {
  switch (effect.type) {
    case "set-reminder": {
      const others = reminders.filter((other) => !isSameReminder(other, effect.reminder));
      return [...others, effect.reminder].sort((one, other) => one.dueAt - other.dueAt);
    }
    case "cancel-reminders": {
      const { campaign, slot } = effect;
      return reminders.filter(
        (one) => (campaign ?? one.campaign) !== one.campaign || (slot ?? one.slot) !== one.slot,
      );
    }
    case "erase-person":
      return [];
    default:
      return reminders;
  }
}

/** Returns whether a reminder can be set for the moment wished for; undefined if the date is unclear. */
export function judgeWish(context: Context): Judgement | undefined {
  const reminder = wishedReminder(context);
  return reminder && judge(context, reminder.dueAt, zoneOf(context));
}

/** Why a reminder cannot be set. */
type Refusal = "unclear" | "unclear-zone" | "too-many" | Exclude<Judgement, "fine" | "quiet">;

/**
 * Returns why no reminder can be set for the moment wished for; undefined if one can be set, or if
 * only the quiet hours are against it.
 */
export function reasonAgainst(context: Context): Refusal | undefined {
  if (context.turn.wish?.kind === "unclear-zone") return "unclear-zone";
  const judgement = judgeWish(context) ?? "unclear";
  const isPossible = judgement === "fine" || judgement === "quiet";
  if (isPossible && hasTooMany(context)) return "too-many";
  if (judgement === "fine") return undefined;
  if (context.turn.wish?.kind === "slot") return "past";
  return judgement === "quiet" ? undefined : judgement;
}

/** True if no reminder can be set besides those that wait. */
function hasTooMany({ facts, dialogue }: Context): boolean {
  return facts.reminders.length >= mostReminders && dialogue.replaces === undefined;
}

/** Says why a reminder cannot be set, or moved to another zone. */
export function refusalSaying(context: Context, reason: Refusal = "unclear"): Saying {
  const { dates } = currentCampaign(context);
  const { wish } = context.turn;
  if (reason === "unclear" && wish?.kind === "unclear" && wish.either !== undefined) {
    const [first, second] = wish.either;
    return { text: [{ key: "remind.either", params: { first: { day: first }, second: { day: second } } }] };
  }
  return {
    text: [{ key: `remind.${reason}`, ...(dates && { params: { lastDay: { day: dates.lastDay } } }) }],
  };
}

/** Returns the reminder just set, at the same time of day in another zone. */
export function movedReminder(context: Context, zone: Zone): Reminder | undefined {
  const { reminder } = context.dialogue;
  return reminder && { ...reminder, dueAt: sameWallTime(reminder.dueAt, zoneOf(context), zone) };
}

/** Returns why the reminder just set cannot be moved to another zone; undefined if it can. */
export function reasonAgainstMoving(context: Context, zone: Zone): Refusal | undefined {
  const reminder = movedReminder(context, zone);
  if (reminder === undefined) return "past";
  const judgement = judge(context, reminder.dueAt, zone);
  // The local time stays the same, so that it is not "quiet" in the other zone either.
  return judgement === "fine" || judgement === "quiet" ? undefined : judgement;
}

/** Lists the moments that are offered just now. */
export function slotsNow(context: Context): readonly OfferedSlot[] {
  return offeredSlots(datesNow(context), context.facts, zoneOf(context));
}

/** Returns the effect that sets a reminder, if there is one. */
export function setting(reminder: Reminder | undefined): readonly Effect[] {
  return reminder === undefined ? [] : [{ type: "set-reminder", reminder }];
}

/** True if the reminder asks whether a confirmation has come. */
export function asksForConfirmation({ slot }: Reminder): boolean {
  return slot.startsWith(toConfirm);
}

/**
 * Returns the next reminder that asks about the objections awaiting a confirmation, tomorrow at the
 * earliest; undefined if there are none.
 */
export function nextFollowUp(context: Context): Reminder | undefined {
  const zone = zoneOf(context);
  const waiting = awaitingConfirmation(context);
  if (waiting.length === 0) return undefined;
  const { now } = context.facts;
  // An objection sent on an unknown day counts as sent today.
  const lastSent = localDay(Math.max(...waiting.map(({ sentAt }) => sentAt ?? now)), zone);
  const tomorrow = addDays(localDay(now, zone), 1);
  const next =
    followUpSchedule.find(({ daysAfter }) => lastSent + daysAfter >= tomorrow) ?? followUpSchedule[1];
  const day = addDays(lastSent, Math.max(next.daysAfter, tomorrow - lastSent));
  return newReminder(context, next.slot, instantOnDay(day, zone, context.facts.randomFraction));
}

/** Returns the reminders that ask whether a confirmation of the current campaign has come. */
export function remindersToConfirm(context: Context): readonly Reminder[] {
  const { id } = currentCampaign(context);
  return context.facts.reminders.filter(
    (reminder) => reminder.campaign === id && asksForConfirmation(reminder),
  );
}

/** True if the bot can ask later: a confirmation is to come, and no reminder asks about it yet. */
export function canBeAskedLater(context: Context): boolean {
  const isAsked = remindersToConfirm(context).length > 0;
  const isWaiting = awaitingConfirmation(context).length > overdueObjections(context).length;
  return isWaiting && !isAsked && context.facts.reminders.length < mostReminders;
}

function judge(context: Context, at: Instant, zone: Zone): Judgement {
  return judgeInstant(at, datesNow(context), context.facts.now, zone);
}
