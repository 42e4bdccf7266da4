import type { ConversationEvent, TypedDate } from "../conversation/vocabulary.ts";
import { isPlaceTopic } from "./read-intent.ts";
import { accountsOf } from "./with-unsaid.ts";

/** What asks for another moment: there is one at most in a message. */
const ofReminders: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["remind", "date", "move", "change", "later", "not-done"] as const),
]);
/** What is told before the steps, and may name the moment of a reminder along with it. */
const dated: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["service", "accounts", "linked"]);

/** What becomes of an objection: one at a time. */
const outcomes: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["confirmed", "not-confirmed", "refused"] as const),
]);

/** Joins what a message says in several places: each act once, courtesies only if there is nothing else, and one reminder. */
export function joinActs(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const weighty = withLastOutcome(withoutBesideDeath(events)).filter(({ type }) => type !== "courtesy");
  const once = (weighty.length > 0 ? weighty : events).filter(
    (event, at, all) => !all.slice(0, at).some((before) => isSame(event, before)),
  );
  return withWish(withOneReminder(withoutNamedZone(once)));
}

/** The zone of a moment is named along with it. */
function withoutNamedZone(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const isNamed = events.map(dateOf).some((date) => date !== undefined && "zone" in date);
  return isNamed ? events.filter(({ type }) => type !== "another-zone") : events;
}

/** What is asked for somebody who has died is answered with it. */
function withoutBesideDeath(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const death = events.find((event) => event.type === "topic" && event.topic === "deceased");
  return events.filter((event) => death === undefined || event === death || event.type !== "topic");
}

/** "I told you they refused, but no, they accept": of the same accounts, what is said last counts. */
function withLastOutcome(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  return events.filter(
    (event, at) =>
      !outcomes.has(event.type) ||
      !events
        .slice(at + 1)
        .some((later) => outcomes.has(later.type) && String(accountsOf(later)) === String(accountsOf(event))),
  );
}

/** Whether an act says nothing that another one has not said: two reports may be about two accounts, but one lives in one place. */
function isSame(one: ConversationEvent, other: ConversationEvent): boolean {
  if (one.type !== other.type) return false;
  if (one.type === "topic" && other.type === "topic")
    return one.topic === other.topic || [one, other].every(({ topic }) => isPlaceTopic(topic));
  return !("accounts" in one && "accounts" in other) || String(one.accounts) === String(other.accounts);
}

function dateOf(event: ConversationEvent): TypedDate | undefined {
  return "date" in event ? event.date : undefined;
}

/** "Not today, remind me on Friday" wishes for one reminder. */
function withOneReminder(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const those = events.filter(({ type }) => ofReminders.has(type));
  const meant = those.find(dateOf) ?? those[0];
  return events.filter((event) => !those.includes(event) || event === meant);
}

/** "I have both, remind me on Friday": the reminder waits for the steps. */
function withWish(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const wish = events.find(({ type }) => type === "remind");
  const date = wish && dateOf(wish);
  const fact = events.findLast(({ type }) => dated.has(type));
  if (date === undefined || fact === undefined) return events;
  return events
    .filter((event) => event !== wish)
    .map((event) => (event === fact ? ({ ...event, date } as ConversationEvent) : event));
}
