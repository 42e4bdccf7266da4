import type { Campaign } from "../campaigns/schema.ts";
import { isStillNews, wantsAlert } from "../conversation/alerts/alerts.ts";
import { namesHour } from "../conversation/calendar-day.ts";
import { zoneOfPerson } from "../conversation/context.ts";
import type { SavedState } from "../conversation/saved.ts";
import { nextAllowed, phaseUntil, trueUntil } from "../conversation/schedule.ts";
import { step } from "../conversation/step.ts";
import {
  type Alert,
  type ConversationEvent,
  type Instant,
  type Language,
  type Person,
  reminderTemplates,
} from "../conversation/vocabulary.ts";
import type {
  Channel,
  Conversation,
  ConversationId,
  OutgoingMessage,
  StoredReminder,
  Transaction,
} from "../ports.ts";
import { hour, second } from "../support/durations.ts";
import { compose } from "./compose.ts";
import { forTemplates, lastDayOf } from "./for-templates.ts";
import { gatherFacts } from "./gather-facts.ts";
import type { InboxDependencies } from "./inbox-dependencies.ts";
import { mostRemindersAtOnce, mostUrgent } from "./most-urgent.ts";
import { worthSendingMs } from "./worth-sending.ts";

/** How long a reminder is postponed that its channel cannot send yet. */
const postponeMs = hour / 2;
/** How long a reminder waits before it is pushed: an open page has shown it by then. */
const pushAfter = 15 * second;

/** The result of one look at the due reminders. */
export interface RemindersSent {
  /** How many reminders were handled. */
  readonly count: number;
  /** True if more are due than a channel takes now, and it takes more soon. */
  readonly isBehind: boolean;
}

/**
 * Sends the due reminders of these channels, each once, no faster than the channel takes them, the
 * most urgent first.
 */
export async function sendReminders(
  dependencies: InboxDependencies,
  channels: readonly Channel[],
): Promise<RemindersSent> {
  const reminded = await Promise.all(channels.map((channel) => sendRemindersOf(channel, dependencies)));
  return {
    count: reminded.reduce((sum, { count }) => sum + count, 0),
    isBehind: reminded.some(({ isBehind }) => isBehind),
  };
}

async function sendRemindersOf(channel: Channel, dependencies: InboxDependencies): Promise<RemindersSent> {
  const { name } = channel;
  const { delivery, store, limiterOf, days } = dependencies;
  // They stay due, so that the most urgent go first when the channel is back.
  if (delivery.isCircuitOpen(name) || !limiterOf(channel).isOpen()) return { count: 0, isBehind: false };
  const room = Math.min(limiterOf(channel).room(), mostRemindersAtOnce);
  const due = await mostUrgent(channel, room + 1, dependencies);
  // One at a time per person: a chat takes one message a second.
  const chosen = firstOfEach(due.slice(0, room));
  const isBehind = due.length > room && limiterOf(channel).hasRoomSoon();
  await Promise.all(
    chosen.map(async (reminder) => {
      const sent = await store
        .transaction((transaction) => remind(transaction, reminder, channel, dependencies))
        .catch((error: unknown) => setAside(reminder, error, dependencies));
      if (sent === undefined) return;
      limiterOf(channel).reserve(sent.messages);
      const { campaign, alert } = reminder;
      const what = alert === undefined ? "reminders" : "alerts";
      days.add({ channel: name, campaign, language: sent.language, what, count: 1 });
      delivery.wake(reminder.conversationId);
    }),
  );
  return { count: chosen.length, isBehind };
}

function firstOfEach(reminders: readonly StoredReminder[]): readonly StoredReminder[] {
  const first = new Map<ConversationId, StoredReminder>();
  for (const reminder of reminders)
    if (!first.has(reminder.conversationId)) first.set(reminder.conversationId, reminder);
  return [...first.values()];
}

/**
 * Sends one reminder, after checking again whether it is still wanted and true. Returns how many
 * messages are to be sent, and their language; undefined if none are.
 */
async function remind(
  transaction: Transaction,
  { id: reminderId }: StoredReminder,
  channel: Channel,
  { world, clock, wording, random }: InboxDependencies,
): Promise<{ readonly messages: number; readonly language: Language } | undefined> {
  const reminder = await transaction.pendingReminder(reminderId);
  if (reminder === undefined) return undefined;
  const { conversationId: id, campaign } = reminder;
  const alert = alertOf(reminder);
  const before = await transaction.load(id);
  const subject = world.campaigns.get(campaign);
  const now = clock.now();
  if (before === undefined || subject === undefined || !isWanted(before.person, subject, now, alert)) {
    await transaction.removeReminder(reminderId);
    return undefined;
  }
  const isNamed = isOwnHour(reminder, now);
  const allowed = nextAllowed(now, zoneOfPerson(before.person, world), { isNamed });
  if (allowed > now) {
    await transaction.postponeReminder(reminderId, allowed);
    return undefined;
  }
  const facts = gatherFacts(world, id, now, await transaction.reminders(id), random());
  const { kind, event, goodUntil } = noticeOf(reminder, alert, subject, now);
  const { effects, language, person, saved, memory } = step(before, [event], facts);
  const lastDay = lastDayOf(subject, now, wording, language);
  const composed = compose(effects, wording, language, now, channel.mergedCap);
  const messages = composed.map((message) => forTemplates(message, lastDay, goodUntil));
  if (await isHeld(messages, id, channel, transaction)) {
    await transaction.postponeReminder(reminderId, now + postponeMs);
    return undefined;
  }
  await transaction.removeReminder(reminderId);
  // Saved so that a "yes", a "no" or a number answers this reminder.
  await keepState(transaction, id, channel, { person, saved, memory }, messages, now);
  const pushAt = before.person.push && now + pushAfter;
  await transaction.enqueue(id, kind, messages, { now, goodUntil, pushAt, campaign });
  return { messages: messages.length, language };
}

/** Whether it is still about the hour that the person has named: later, the bot chooses. */
function isOwnHour({ slot, dueAt, firstDueAt = dueAt }: StoredReminder, now: Instant): boolean {
  return namesHour(slot) && now - firstDueAt < hour;
}

/** Saves the state without changing `lastSeen`: receiving a message is no sign of life. */
async function keepState(
  transaction: Transaction,
  id: ConversationId,
  { limits }: Channel,
  { saved, ...others }: Conversation,
  messages: readonly OutgoingMessage[],
  now: Instant,
): Promise<void> {
  const lastSeen = (await transaction.lastSeen(id)) ?? now;
  const shown = limits?.isTemplate?.(lastSeen) ? withTemplateList(saved, messages) : saved;
  await transaction.save(id, { ...others, saved: shown }, lastSeen);
}

/** Makes the template's buttons the last list shown, so that a number means one of them. */
function withTemplateList(saved: SavedState, messages: readonly OutgoingMessage[]): SavedState {
  const { dialogue } = saved;
  const kind = messages.at(-1)?.reminder?.kind;
  if (kind === undefined || dialogue.shown === undefined) return saved;
  const shown = { ...dialogue.shown, choices: reminderTemplates[kind] };
  return { ...saved, dialogue: { ...dialogue, shown } };
}

/** What becomes of a due row: its event, and until when that is worth sending and true. */
interface DueNotice {
  readonly kind: "reminder" | "alert";
  readonly event: ConversationEvent;
  readonly goodUntil: Instant;
}

function noticeOf(
  reminder: StoredReminder,
  alert: Alert | undefined,
  subject: Campaign,
  now: Instant,
): DueNotice {
  if (alert) {
    const goodUntil = Math.min(now + worthSendingMs.alert, phaseUntil(subject, now));
    return { kind: "alert", event: { type: "alert-due", alert }, goodUntil };
  }
  const { campaign, slot, dueAt, firstDueAt = dueAt } = reminder;
  const goodUntil = Math.min(now + worthSendingMs.reminder, trueUntil(subject, now));
  return {
    kind: "reminder",
    event: { type: "reminder-due", reminder: { campaign, slot, dueAt: firstDueAt } },
    goodUntil,
  };
}

function alertOf({ alert, campaign, slot }: StoredReminder): Alert | undefined {
  return alert === undefined ? undefined : ({ campaign, news: slot } as Alert);
}

function isWanted(person: Person, campaign: Campaign, now: Instant, alert: Alert | undefined): boolean {
  if (alert === undefined) return !person.stopped;
  return wantsAlert(person, alert) && isStillNews(alert, campaign, now);
}

/** Whether the channel cannot send one of these messages for some time. */
async function isHeld(
  messages: readonly OutgoingMessage[],
  id: ConversationId,
  { limits: { isHeld: isOneHeld } = {} }: Channel,
  transaction: Transaction,
): Promise<boolean> {
  if (isOneHeld === undefined) return false;
  const lastSeen = (await transaction.lastSeen(id)) ?? 0;
  return messages.some((message) => isOneHeld(message, lastSeen));
}

/** Postpones a reminder that failed by an hour, so that it does not hold up the others. */
async function setAside(
  reminder: StoredReminder,
  error: unknown,
  { log, meter, store, clock }: InboxDependencies,
): Promise<undefined> {
  log.error({ error, campaign: reminder.campaign }, "a reminder failed; it is tried again in an hour");
  meter.erred("reminder");
  await store.transaction((transaction) => transaction.postponeReminder(reminder.id, clock.now() + hour));
  return undefined;
}
