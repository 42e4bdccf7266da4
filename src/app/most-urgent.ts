import type { Campaign } from "../campaigns/schema.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import type { Channel, StoredReminder } from "../ports.ts";
import { runningAlerts } from "./fill-alerts.ts";
import type { InboxDependencies } from "./inbox-dependencies.ts";

/** How many due reminders of a channel are taken at once. */
export const mostRemindersAtOnce = 500;

/**
 * Returns due reminders, at most `most`. If more are due, those of the campaign with the nearest date
 * come first. Alerts take the room that is left.
 */
export async function mostUrgent(
  channel: Channel,
  most: number,
  dependencies: InboxDependencies,
): Promise<readonly StoredReminder[]> {
  const { store, world, clock } = dependencies;
  const { name } = channel;
  const now = clock.now();
  const due = await dueReminders(channel, most, dependencies);
  if (due.length < most) return [...due, ...(await dueAlerts(channel, most - due.length, dependencies))];
  const urgent: StoredReminder[] = [];
  for (const { id } of byUrgency([...world.campaigns.values()], now)) {
    if (urgent.length >= most) break;
    urgent.push(...(await store.dueReminders({ channel: name, campaign: id }, now, most - urgent.length)));
  }
  return urgent;
}

/**
 * Returns due reminders, at most `most`, the longest due first. Cancels those of removed campaigns:
 * there is nothing to say about them, and they would take the room of the reminders due after them.
 */
async function dueReminders(
  { name }: Channel,
  most: number,
  { store, world, clock, log }: InboxDependencies,
): Promise<readonly StoredReminder[]> {
  const look = (limit: number) => store.dueReminders({ channel: name }, clock.now(), limit);
  const isGone = ({ campaign }: StoredReminder) => !world.campaigns.has(campaign);
  let due = await look(most);
  for (; due.some(isGone); due = await look(most)) {
    const gone = (await look(Math.max(most, mostRemindersAtOnce))).filter(isGone);
    await store.transaction(async (transaction) => {
      for (const { id } of gone) await transaction.removeReminder(id);
    });
    log.info({ channel: name, count: gone.length }, "reminders of campaigns that are gone were cancelled");
  }
  return due;
}

/** Returns the due rows of the running alerts, the oldest alert first. */
async function dueAlerts(
  { name, alerts }: Channel,
  most: number,
  { store, clock }: InboxDependencies,
): Promise<readonly StoredReminder[]> {
  const due: StoredReminder[] = [];
  for (const { id } of alerts?.isOff ? [] : await runningAlerts(store)) {
    if (due.length >= most) break;
    due.push(...(await store.dueReminders({ channel: name, alert: id }, clock.now(), most - due.length)));
  }
  return due;
}

function byUrgency(campaigns: readonly Campaign[], now: Instant): readonly Campaign[] {
  const dateOf = ({ instants }: Campaign) =>
    instants !== undefined && now < instants.starts ? instants.starts : Number.MAX_SAFE_INTEGER;
  return campaigns.toSorted((one, other) => dateOf(one) - dateOf(other));
}
