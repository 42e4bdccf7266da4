import type { Event, History } from "./history.ts";
import {
  type Answer,
  createdAt,
  day,
  hasArrived,
  hour,
  messagesOf,
  minute,
  ofKind,
  type PersonHistory,
  type Sent,
  type Verdict,
} from "./person-history.ts";
import { foldPromises, type PromisedReminder } from "./promised-reminders.ts";

/** What people write that neither sets nor ends a reminder. */
const neutral = ["start", "accounts", "look", "courtesy", "alerts-on", "alerts-off"];
/** Trouble so long before is felt. */
const feltFor = 15 * minute;
/** Whatever happens may hold a reminder up for so long, and the limits of the channel. */
const heldUpMs = 30 * minute;
/** A channel that takes one an hour may have one for everybody to send, and none at night. */
const queueMs = 36 * hour;

/** 3: a reminder comes once, at its hour, and no other one comes. */
export function judgeReminders(person: PersonHistory, history: History): readonly Verdict[] {
  const promises = foldPromises(person.answers.flatMap(({ queued }) => queued)).map((promise) =>
    untilStop(promise, person),
  );
  const kept = new Map<PromisedReminder, Sent>();
  const verdicts = messagesOf(person, "reminder").flatMap((sent): readonly Verdict[] => {
    const nearest = promiseOf(sent, promises, kept);
    // Of two for one service, the nearer one may have been over as the other one was made.
    const owed = promises.filter((each) => each.title === nearest?.title && isOwed(each, person, history));
    const promise = promiseOf(sent, owed, kept) ?? nearest;
    if (promise) kept.set(promise, sent);
    return promise ? judgeHour(sent, promise, person, history) : [unwanted(sent)];
  });
  const missing = promises.filter((promise) => !kept.has(promise) && isOwed(promise, person, history));
  const sentence = `${person.chat} was never reminded, though it was promised`;
  return [
    ...verdicts,
    ...missing.map(({ dueAt }) => ({ promise: 3, at: dueAt, sentence }) as const),
    ...judgeStopped(person),
  ];
}

/** Whatever was promised before "stop" or "forget me" is over, under the id under which it was promised: writing anew never revives it. */
function untilStop(promise: PromisedReminder, { answers }: PersonHistory): PromisedReminder {
  const stops = answers.filter(
    (answer) => isStop(answer) && answer.chat === promise.chat && answer.createdAt > promise.madeAt,
  );
  return { ...promise, endsAt: Math.min(promise.endsAt, ...stops.map(({ createdAt: at }) => at)) };
}

function isStop({ queued }: Answer): boolean {
  return queued.some(({ message }) => message.unsubscribed === true || message.farewell === true);
}

function unwanted(sent: Sent): Verdict {
  const sentence = `${sent.chat} got a reminder that nobody there had set, or that was over`;
  return { promise: 3, at: sent.at, sentence };
}

/** The nearest of these promises that a reminder may keep, made last: one before it may have been cancelled in words. */
function promiseOf(
  sent: Sent,
  promises: readonly PromisedReminder[],
  kept: ReadonlyMap<PromisedReminder, Sent>,
): PromisedReminder | undefined {
  const at = createdAt(sent);
  return promises
    .filter((promise) => !kept.has(promise) && promise.dueAt <= at && at <= promise.endsAt)
    .toSorted((one, other) => other.dueAt - one.dueAt || other.madeAt - one.madeAt)[0];
}

function judgeHour(
  sent: Sent,
  { dueAt }: PromisedReminder,
  person: PersonHistory,
  history: History,
): readonly Verdict[] {
  const at = createdAt(sent);
  const zones = zonesOf(person);
  const verdicts: Verdict[] = [];
  const isTheirs = at - dueAt < hour && zones.some((zone) => isNamable(at, zone));
  if (zones.every((zone) => isNight(at, zone)) && at - dueAt > minute && !isTheirs)
    verdicts.push({ promise: 3, at, sentence: `${sent.chat} was written to at night` });
  const late = at - dueAt - nightMs(dueAt, at, zones, history);
  const queue = sent.chat.startsWith("phone:") ? queueMs : 0;
  if (late > heldUpMs + queue + troubleMs(dueAt, at, history))
    verdicts.push({
      promise: 3,
      at,
      sentence: `${sent.chat} was reminded ${Math.round(late / minute)} minutes late`,
    });
  return verdicts;
}

/** The zones that a person may have, as told by their device and by the buttons that they have pressed. */
function zonesOf({ updates }: PersonHistory): readonly string[] {
  return updates.map(({ wrote: { text, zone } }) => text.match(/^1\|zone\|\|(.+\/.+)$/)?.[1] ?? zone);
}

/** Whether nothing has happened since that could have ended it. */
function isOwed(promise: PromisedReminder, person: PersonHistory, history: History): boolean {
  const { madeAt, dueAt, endsAt, title } = promise;
  const ended = history.at(-1)?.at ?? 0;
  // After "done", "both" may tell which forms were sent.
  const hasReported = person.updates.some(({ wrote: { meaning } }) => meaning === "done");
  const isNeutral = (meaning: string) =>
    neutral.includes(meaning) && !(meaning === "accounts" && hasReported);
  const acts = person.updates.some(
    ({ wrote: { at, meaning }, handlings }) =>
      (at >= madeAt || handlings.some(({ to }) => to > madeAt)) && at <= dueAt + hour && !isNeutral(meaning),
  );
  // Whoever writes is there.
  const present = Math.max(...person.updates.map(({ wrote: { at } }) => (at <= madeAt ? at : 0)));
  const leaves = person.absences.some((at) => at >= present);
  const jumps = ofKind(history, "clock").some(({ at, byMs }) => at >= madeAt && byMs > day);
  const isRemoved = title.includes("Pinterest") && ofKind(history, "campaign").length > 0;
  return (
    endsAt === Number.POSITIVE_INFINITY && dueAt < ended - day && !acts && !leaves && !jumps && !isRemoved
  );
}

/** Nothing that was not asked for comes after "stop", until the person writes again. */
function judgeStopped(person: PersonHistory): readonly Verdict[] {
  return person.answers.filter(isStop).flatMap((stop) => {
    const late = afterStop(stop, person);
    if (late === undefined) return [];
    return [{ promise: 3, at: late.at, sentence: `${late.chat} was written to after "stop"` } as const];
  });
}

/** What waited under another id is not known to be theirs when they say it, and comes with that id once the platform tells of it. */
function afterStop({ chat, createdAt: stopped, sendings }: Answer, { sent, queued, updates }: PersonHistory) {
  const arrivedAt = sendings.find(hasArrived)?.at ?? Number.POSITIVE_INFINITY;
  const moves = sent.filter(({ outcome }) => outcome === "moved").map(({ at }) => at);
  const later = [...updates.flatMap(({ handlings }) => handlings.map(({ from }) => from)), ...moves];
  const until = Math.min(...later.filter((from) => from > stopped));
  const isTheirs = (one: Sent) =>
    queued.some((each) => each.chat === chat && each.createdAt === createdAt(one));
  const late = sent.filter(({ kind, at }) => kind !== "answer" && at > arrivedAt && at < until);
  return late.find((one) => hasArrived(one) && isTheirs(one));
}

/** How long a reminder may be late for what was wrong meanwhile. */
function troubleMs(from: number, to: number, history: History): number {
  const around = history.filter(({ at }) => at >= from - feltFor && at <= to);
  const jumped = ofKind(history, "clock").filter(({ at }) => at <= to);
  return around.filter(isTrouble).length * heldUpMs + jumped.reduce((sum, { byMs }) => sum + byMs, 0);
}

function isTrouble(event: Event): boolean {
  if (event.what === "sent") return event.outcome !== "taken";
  return event.what === "trouble" || event.what === "process";
}

const formats = new Map<string, Intl.DateTimeFormat>();

function isNight(at: number, zone: string): boolean {
  const hours = hoursAt(at, zone);
  return hours < 9 || hours >= 21;
}

/** An hour that a person may name. */
function isNamable(at: number, zone: string): boolean {
  const hours = hoursAt(at, zone);
  return hours >= 7 && hours < 22.5 + 1 / 60;
}

function hoursAt(at: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  formats.set(zone, format);
  const [hours = 0, minutes = 0] = format.format(at).split(":").map(Number);
  return hours + minutes / 60;
}

/** How much longer it may take if that begins at night or shortly before, or if the clock jumps over it into a night. */
function nightMs(from: number, to: number, zones: readonly string[], history: History): number {
  const jumps = ofKind(history, "clock").map(({ at, byMs }) => at + byMs);
  const begins = [from, from + 10 * minute, ...jumps.filter((at) => at > from && at <= to)];
  const isAtNight = zones.some((zone) => begins.some((at) => isNight(at, zone)));
  return to - from > minute && isAtNight ? 12 * hour : 0;
}
