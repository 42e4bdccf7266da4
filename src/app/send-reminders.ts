import { nextAllowed } from "../conversation/due.ts";
import { step } from "../conversation/step.ts";
import { compose } from "./compose.ts";
import { gatherFacts } from "./gather-facts.ts";
import type { RoadParts } from "./handle-message.ts";
import type { StoredReminder, Transaction } from "./ports.ts";

/** How many due reminders of a channel are taken at once. */
const batch = 500;
const anHour = 3_600_000;
/** How long a reminder is worth being sent. */
const worthSending = 24 * anHour;

/** Sends the reminders that are due now on these channels, each once. Gives how many were taken. */
export async function sendReminders(parts: RoadParts, channels: readonly string[]): Promise<number> {
  let count = 0;
  for (const channel of channels) count += await sendRemindersOf(channel, parts);
  return count;
}

async function sendRemindersOf(channel: string, parts: RoadParts): Promise<number> {
  const due = await parts.store.dueReminders({ channel }, parts.clock.now(), batch);
  for (const reminder of due) {
    await parts.store
      .transaction((transaction) => remind(transaction, reminder, parts))
      .catch((error: unknown) => setAside(reminder, error, parts));
    parts.delivery.wake(reminder.conversationId);
  }
  return due.length;
}

/** Looks once more at everything: what was true when the reminder was asked for may be true no longer. */
async function remind(
  transaction: Transaction,
  { id: reminderId }: StoredReminder,
  parts: RoadParts,
): Promise<void> {
  const reminder = await transaction.pendingReminder(reminderId);
  if (reminder === undefined) return;
  const { conversationId: id, campaign, slot, dueAt } = reminder;
  const before = await transaction.load(id);
  if (before === undefined || before.person.stopped || !parts.world.campaigns.has(campaign))
    return transaction.cancelReminders(id, { campaign, slot });
  const now = parts.clock.now();
  const allowed = nextAllowed(now, before.person.zone ?? parts.world.defaultZone);
  if (allowed > now) return transaction.postponeReminder(reminderId, allowed);
  const facts = gatherFacts(parts.world, id, now, await transaction.reminders(id), parts.random());
  const { effects, language } = step(
    before,
    { type: "reminder-due", reminder: { campaign, slot, dueAt } },
    facts,
  );
  await transaction.cancelReminders(id, { campaign, slot });
  await transaction.enqueue(id, "reminder", compose(effects, parts.wording, language, now), {
    now,
    goodUntil: now + worthSending,
  });
}

/** A reminder that fails must not hold up the others: it is tried again later. */
async function setAside(reminder: StoredReminder, error: unknown, parts: RoadParts): Promise<void> {
  parts.log.error({ error, campaign: reminder.campaign }, "a reminder failed; it is tried again in an hour");
  await parts.store.transaction((transaction) =>
    transaction.postponeReminder(reminder.id, parts.clock.now() + anHour),
  );
}
