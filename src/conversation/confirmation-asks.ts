import { addDays, atMinute, localDay, nameOf } from "./calendar-day.ts";
import type { Context } from "./context.ts";
import { currentCampaign, currentFollowing, zoneOf } from "./context.ts";
import { openObjections, type SentObjection } from "./objections.ts";
import { instantOnDay } from "./offered-slots.ts";
import { mostReminders } from "./reminder-wish.ts";
import type { Instant, Reminder, Zone } from "./vocabulary.ts";

/** The days after the sending on which one is asked: mails take minutes, and the law gives a month. */
const asks = [
  { slot: "confirmation-1", daysAfter: 3 },
  { slot: "confirmation-2", daysAfter: 31 },
] as const;
const daysToAnswer = 31;

/** The slots of the reminders that ask whether a confirmation has come. */
export const confirmationSlots: readonly string[] = asks.map(({ slot }) => slot);

/** True where the reminder asks whether a confirmation has come. */
export function asksForConfirmation({ slot }: Reminder): boolean {
  return confirmationSlots.includes(slot);
}

/** The next afternoon on which to ask about the objections that wait for a confirmation: tomorrow's after a month; nothing where none waits. */
export function nextAsk(context: Context): Reminder | undefined {
  const { id } = currentCampaign(context);
  const { now, spread, crowding } = context.facts;
  const zone = zoneOf(context);
  const waiting = awaitingConfirmation(context);
  if (waiting.length === 0) return undefined;
  const lastSent = localDay(Math.max(...waiting.map(({ sentAt }) => sentAt)), zone);
  const tomorrow = addDays(localDay(now, zone), 1);
  const next = asks.find(({ daysAfter }) => lastSent + daysAfter >= tomorrow) ?? asks[1];
  const day = addDays(lastSent, Math.max(next.daysAfter, tomorrow - lastSent));
  return { campaign: id, slot: next.slot, dueAt: instantOnDay(nameOf(day), zone, spread, crowding) };
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

/** The objections of the current campaign that were sent, and of which nothing is known since. */
export function openNow(context: Context): readonly SentObjection[] {
  return openObjections(currentCampaign(context), currentFollowing(context));
}

/** Those of them that an e-mail is still to confirm. */
export function awaitingConfirmation(context: Context): readonly SentObjection[] {
  return openNow(context).filter(({ step }) => step.isConfirmed);
}

/** Those of them that a month was given to answer. */
export function overdueNow(context: Context): readonly SentObjection[] {
  const { now } = context.facts;
  return openNow(context).filter(({ sentAt }) => answerDueOn(sentAt, zoneOf(context)) <= now);
}

/** The day until which a service may take to answer: a month after the objection was sent. */
export function answerDueOn(sentAt: Instant, zone: Zone): Instant {
  return atMinute(addDays(localDay(sentAt, zone), daysToAnswer), 0, zone);
}
