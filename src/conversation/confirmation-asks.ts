import { addDays, atMinute, localDay, nameOf } from "./calendar-day.ts";
import type { Context } from "./context.ts";
import { currentCampaign, currentFollowing, zoneOf } from "./context.ts";
import { failedObjections, openObjections, type SentObjection } from "./objections.ts";
import { instantOnDay } from "./offered-slots.ts";
import { mostReminders } from "./reminder-wish.ts";
import type { Instant, Reminder, Zone } from "./vocabulary.ts";

/** The days after the sending on which the bot asks: mails take minutes, and the law gives a month. */
const asks = [
  { slot: "confirmation-1", daysAfter: 3 },
  { slot: "confirmation-2", daysAfter: 31 },
] as const;
const daysToAnswer = 31;

/** The slots of the reminders that ask whether a confirmation has come. */
export const confirmationSlots: readonly string[] = asks.map(({ slot }) => slot);

/** True if the reminder asks whether a confirmation has come. */
export function asksForConfirmation({ slot }: Reminder): boolean {
  return confirmationSlots.includes(slot);
}

/** Returns the reminder that asks next about the objections that wait for a confirmation, tomorrow at the earliest; undefined if none waits. */
export function nextAsk(context: Context): Reminder | undefined {
  const { id } = currentCampaign(context);
  const { now, spread, loadAt } = context.facts;
  const zone = zoneOf(context);
  const waiting = awaitingConfirmation(context);
  if (waiting.length === 0) return undefined;
  const lastSent = localDay(Math.max(...waiting.map(({ sentAt }) => sentAt)), zone);
  const tomorrow = addDays(localDay(now, zone), 1);
  const next = asks.find(({ daysAfter }) => lastSent + daysAfter >= tomorrow) ?? asks[1];
  const day = addDays(lastSent, Math.max(next.daysAfter, tomorrow - lastSent));
  return { campaign: id, slot: next.slot, dueAt: instantOnDay(nameOf(day), zone, spread, loadAt) };
}

/** True if the person can be asked later about a confirmation: one is to come, and no reminder asks about it yet. */
export function canBeAskedLater(context: Context): boolean {
  const campaign = currentCampaign(context).id;
  const { reminders } = context.facts;
  const isAsked = reminders.some(
    (reminder) => reminder.campaign === campaign && asksForConfirmation(reminder),
  );
  const isWaiting = awaitingConfirmation(context).length > overdueNow(context).length;
  return isWaiting && !isAsked && reminders.length < mostReminders;
}

/** Returns the objections of the current campaign that were sent and have no outcome yet. */
export function openNow(context: Context): readonly SentObjection[] {
  return openObjections(currentCampaign(context), currentFollowing(context));
}

/** Returns those of them that an e-mail is still to confirm. */
export function awaitingConfirmation(context: Context): readonly SentObjection[] {
  return openNow(context).filter(({ step }) => step.isConfirmed);
}

/** Returns those of them whose month to answer has passed. */
export function overdueNow(context: Context): readonly SentObjection[] {
  const { now } = context.facts;
  return openNow(context).filter(({ sentAt }) => answerDueOn(sentAt, zoneOf(context)) <= now);
}

/** Returns the objections of the current campaign that were refused or not answered. */
export function failedNow(context: Context): readonly SentObjection[] {
  return failedObjections(currentCampaign(context), currentFollowing(context));
}

/** Returns the day until which a service may take to answer: a month after the objection was sent. */
export function answerDueOn(sentAt: Instant, zone: Zone): Instant {
  return atMinute(addDays(localDay(sentAt, zone), daysToAnswer), 0, zone);
}
