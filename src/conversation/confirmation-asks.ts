import { addDays, localDay } from "./calendar-day.ts";
import { type Context, currentCampaign, zoneOf } from "./context.ts";
import { awaitingConfirmation, overdueObjections } from "./objections.ts";
import { instantOnDay } from "./offered-slots.ts";
import { mostReminders } from "./reminder-wish.ts";
import type { Reminder } from "./vocabulary.ts";

/** The days after the sending on which the bot asks: mails take minutes, and the law gives a month. */
const asks = [
  { slot: "confirmation-1", daysAfter: 3 },
  { slot: "confirmation-2", daysAfter: 31 },
] as const;

/** The slots of the reminders that ask whether a confirmation has come. */
export const confirmationSlots: readonly string[] = asks.map(({ slot }) => slot);

/** True if the reminder asks whether a confirmation has come. */
export function asksForConfirmation({ slot }: Reminder): boolean {
  return confirmationSlots.includes(slot);
}

/** Returns the reminder that asks next about the objections that wait for a confirmation, tomorrow at the earliest; undefined if none waits. */
export function nextAsk(context: Context): Reminder | undefined {
  const { id } = currentCampaign(context);
  const zone = zoneOf(context);
  const waiting = awaitingConfirmation(context);
  if (waiting.length === 0) return undefined;
  const lastSent = localDay(Math.max(...waiting.map(({ sentAt }) => sentAt)), zone);
  const tomorrow = addDays(localDay(context.facts.now, zone), 1);
  const next = asks.find(({ daysAfter }) => lastSent + daysAfter >= tomorrow) ?? asks[1];
  const day = addDays(lastSent, Math.max(next.daysAfter, tomorrow - lastSent));
  return { campaign: id, slot: next.slot, dueAt: instantOnDay(day, zone, context.facts) };
}

/** True if the person can be asked later about a confirmation: one is to come, and no reminder asks about it yet. */
export function canBeAskedLater(context: Context): boolean {
  const campaign = currentCampaign(context).id;
  const { reminders } = context.facts;
  const isAsked = reminders.some(
    (reminder) => reminder.campaign === campaign && asksForConfirmation(reminder),
  );
  const isWaiting = awaitingConfirmation(context).length > overdueObjections(context).length;
  return isWaiting && !isAsked && reminders.length < mostReminders;
}
