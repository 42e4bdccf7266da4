import {
  type ConversationEvent,
  type EventOf,
  isReport,
  type Reminder,
  type ReportEvent,
  type TypedDate,
} from "../conversation/vocabulary.ts";
import { isPlaceTopic } from "./read-intent.ts";
import { accountsOf } from "./with-unsaid.ts";

/** Acts that ask for another moment: a message has one at most. */
const ofReminders: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["remind", "date", "move", "change", "later", "not-done"] as const),
]);
/** Facts that are told before the steps, and may have the moment of a reminder with them. */
const dated: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["service", "accounts", "linked"]);

/** Acts that count only alone: "Remind me on Sunday, my son can help me". */
const inPassing: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["courtesy", "help"]);

/** Topics of which the answer tells, too, whether a form has to be sent again. */
const tellWhetherAgain: ReadonlySet<string> = new Set(["no-confirmation", "objected-before"]);

/** Outcomes of an objection: each account has one. */
const outcomes: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["confirmed", "not-confirmed", "refused"] as const),
]);

/**
 * Joins the acts of the parts of a message: each act once, courtesies only if there is nothing
 * else, and one reminder.
 */
export function joinActs(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const weighty = withoutDoubted(
    withLastOutcome(withoutBesideDeath(withoutFailed(sentFirst(withoutAgain(withoutUnwanted(events)))))),
  ).filter(({ type }) => !inPassing.has(type));
  const once = (weighty.length > 0 ? weighty : events).filter(
    (event, at, all) => !all.slice(0, at).some((before) => isSame(event, before)),
  );
  return withWish(withOneReminder(withoutMoved(withoutDelay(withoutOtherService(withoutNamedZone(once))))));
}

/** "I sent it in 2024 and have no answer, do I have to do it again?" needs no third answer. */
function withoutAgain(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const isTold = events.some((event) => event.type === "topic" && tellWhetherAgain.has(event.topic));
  return events.filter((event) => !isTold || event.type !== "topic" || event.topic !== "again");
}

/** "I want no reminder. When would it be sensible to complain?" names no date that is not understood. */
function withoutUnwanted(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const isUnwanted = events.some(({ type }) => type === "back");
  return events.filter((event) => !isUnwanted || event.type !== "date" || event.date.kind !== "unclear");
}

/** What was sent comes before what came of it. */
function sentFirst(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const isSent = ({ type }: ConversationEvent) => type === "done";
  return [...events.filter(isSent), ...events.filter((event) => !isSent(event))];
}

/** A form that failed was not sent, unless another account is named: "I filled in the form and it froze". */
function withoutFailed(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const hasFailed = events.some(({ type }) => type === "link-broken");
  return events.filter((event) => !hasFailed || event.type !== "done" || event.accounts !== undefined);
}

/** A confirmation beside what may be a refusal is none yet: "It arrived, but they cannot process my request". */
function withoutDoubted(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const mayBeRefused = events.some((event) => event.type === "suggest" && event.offers.includes("refused"));
  return events.filter(({ type }) => !mayBeRefused || type !== "confirmed");
}

/** Whoever asks for the steps puts nothing off: "I haven't done Instagram, give me the form". */
function withoutDelay(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const isAsked = events.some(({ type }) => type === "steps");
  return isAsked ? events.filter(({ type }) => type !== "later") : events;
}

/** A reminder that is moved is not called off: "No, move it to Monday". */
function withoutMoved(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const moved = events.flatMap((event) => (event.type === "move" ? { dueAt: event.reminder?.dueAt } : []));
  const isMoved = ({ dueAt }: Reminder) => moved.some((move) => (move.dueAt ?? dueAt) === dueAt);
  return events.filter((event) => event.type !== "cancel-reminder" || !isMoved(event.reminder));
}

/** Whoever names a service is not asked which other one they want. */
function withoutOtherService(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const isNamed = events.some(({ type }) => type === "service");
  return isNamed ? events.filter(({ type }) => type !== "another-service") : events;
}

/** Drops "another-zone" if a date has its own zone. */
function withoutNamedZone(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const isNamed = events.map(dateOf).some((date) => date !== undefined && "zone" in date);
  return isNamed ? events.filter(({ type }) => type !== "another-zone") : events;
}

/** If somebody has died, drops the other questions: the answer about that covers them. */
function withoutBesideDeath(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const death = events.find((event) => event.type === "topic" && event.topic === "deceased");
  return events.filter((event) => death === undefined || event === death || event.type !== "topic");
}

/**
 * Of several outcomes for the same accounts, keeps the last: "I told you they refused, but no, they
 * accept".
 */
function withLastOutcome(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  return events.filter(
    (event, at) =>
      !outcomes.has(event.type) ||
      !events
        .slice(at + 1)
        .some((later) => outcomes.has(later.type) && String(accountsOf(later)) === String(accountsOf(event))),
  );
}

/**
 * Whether an act repeats another one: two reports may be about two accounts, but one lives in one
 * place.
 */
function isSame(one: ConversationEvent, other: ConversationEvent): boolean {
  if (one.type !== other.type) return false;
  if (one.type === "topic" && other.type === "topic")
    return one.topic === other.topic || [one, other].every(({ topic }) => isPlaceTopic(topic));
  if (isReport(one) && isReport(other) && areOfTwo(one, other)) return false;
  return !("accounts" in one && "accounts" in other) || String(one.accounts) === String(other.accounts);
}

/** Whether reports are of two services. */
export function areOfTwo({ campaign }: ReportEvent, other: ReportEvent): boolean {
  return campaign !== undefined && other.campaign !== undefined && campaign !== other.campaign;
}

function dateOf(event: ConversationEvent): TypedDate | undefined {
  return "date" in event ? event.date : undefined;
}

/**
 * Keeps one reminder, one with a date if there is one: "Not today, remind me on Friday". A wish without a date
 * takes that of what is put off: "I will send it on Friday, remind me then".
 */
function withOneReminder(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const those = events.filter((event) => ofReminders.has(event.type) && !takesBack(event));
  const meant = those.find(dateOf) ?? those[0];
  const wish = those.find((event) => event.type === "remind");
  const { date } = meant?.type === "later" ? meant : {};
  return events
    .filter((event) => !those.includes(event) || event === meant)
    .map((event) => (event === meant && wish && date ? { ...wish, date } : event));
}

/** Whether an act takes back what was noted as done, and puts nothing off. */
function takesBack(event: ConversationEvent): boolean {
  return event.type === "not-done" && event.isNoted === true;
}

/**
 * Moves the date of a reminder into the fact that is told with it: "I have both, remind me on
 * Friday". The reminder waits until the steps were given; one that is wished for another service stays apart.
 */
function withWish(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const wish = events.find((event) => event.type === "remind");
  const date = wish && dateOf(wish);
  const fact = events.findLast(({ type }) => dated.has(type));
  if (!wish || date === undefined || fact === undefined || isOfOther(wish, fact)) return events;
  return events
    .filter((event) => event !== wish)
    .map((event) => (event === fact ? ({ ...event, date } as ConversationEvent) : event));
}

function isOfOther(wish: EventOf<"remind">, fact: ConversationEvent): boolean {
  return fact.type === "service" && wish.campaign !== undefined && wish.campaign !== fact.campaign;
}
