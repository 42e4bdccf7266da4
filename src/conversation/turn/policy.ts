import type { AccountId } from "../../campaigns/schema.ts";
import { type ConversationEvent, type EventOf, type Events, reports } from "../vocabulary.ts";

type EventType = ConversationEvent["type"];

/**
 * What events do, in the order in which those of one message are handled. A type in no list is a
 * "change".
 */
const kinds = ["fact", "report", "change", "place", "end", "answer", "offer", "remark"] as const;
type Kind = (typeof kinds)[number];

const typesOf: Readonly<Record<Exclude<Kind, "change">, readonly EventType[]>> = {
  /** What people tell of themselves, in the order in which the conversation asks for it. */
  fact: ["start", "service", "accounts", "linked", "country", "zone", "language"],
  /** A refusal asks what to do next: it comes last of what came of objections. */
  report: ["sent", "done", "confirmed", "not-confirmed", "refused", "not-done"],
  /** Events that lead to another question. */
  place: [
    ...(["menu", "help", "where", "sources", "my-reminders", "change-language", "complain"] as const),
    ...(["another-service", "another-country", "more", "back", "go-on", "start-again"] as const),
    ...(["step-by-step", "reply"] as const),
  ],
  end: ["stop", "forget-me"],
  answer: [
    ...(["topic", "link", "unknown-service", "human", "my-data", "community", "for-a-friend"] as const),
    ...(["steps", "details", "what-is-used", "ready-text", "write", "access", "proof"] as const),
    ...(["link-broken", "something-else", "shorter", "repeat", "plain", "letter-sent"] as const),
    "complaint-sent",
  ],
  /** Events that make the bot ask back, the surest first. */
  offer: ["services", "doubt", "suggest", "grounds"],
  remark: ["courtesy", "only-text", "past-button", "not-understood"],
};

const kindOfType: ReadonlyMap<EventType, Kind> = new Map(
  kinds.flatMap((kind) => (kind === "change" ? [] : typesOf[kind].map((type) => [type, kind] as const))),
);

/** The most answers to one message: more would be a page that no one reads. */
const mostAnswers = 3;

/** How many wishes of a message may wait, and how many events in all. */
const mostWishes = 3;
const mostWaiting = 9;

/** Events that `stop` in the same message makes pointless. */
const setsReminder: ReadonlySet<EventType> = new Set([
  ...(["remind", "move", "date", "later", "slot", "change", "alerts"] as const),
]);

/** Wishes for a moment: a new one stands for one that waits. */
const namesMoment: ReadonlySet<EventType> = new Set([...(["remind", "move", "date", "slot"] as const)]);

/** Changes after which the open question stays open, and what is answered before it all the same. */
const leavesQuestion: ReadonlySet<EventType> = new Set([
  ...(["alerts", "no-more", "no-more-alerts", "cancel-reminder", "reply"] as const),
]);

/** Events that lead to a side trip, or back from it; or that begin anew. */
const leadsAside: ReadonlySet<EventType> = new Set([
  ...(["menu", "help", "where", "sources", "my-reminders", "change-language", "more"] as const),
  ...(["back", "go-on", "start-again"] as const),
]);

/** Facts that belong to one service. */
const ofService: ReadonlySet<EventType> = new Set([...(["service", "accounts", "linked"] as const)]);

/** The states whose question decides what the rest of a message means, or can do. */
const firstToAnswer: ReadonlySet<string> = new Set([
  ...(["fresh", "language", "service", "accounts", "accounts-doubt", "ask-linked", "ask-look-up"] as const),
  ...(["which-done", "which-answered", "complaint-country"] as const),
  ...(["remind", "remind-then", "remind-quiet", "zone"] as const),
]);

/** The states that ask which accounts there are, and whether they are linked, of a known service. */
export const accountsOpen: ReadonlySet<string> = new Set(["talk.accounts", "talk.accounts-doubt"]);
export const linksOpen: ReadonlySet<string> = new Set(["talk.ask-linked", "talk.ask-look-up"]);

/** Everyone may complain, or ask how we know, whatever accounts they have. */
const forEveryone: ReadonlySet<EventType> = new Set(["complain", "sources"]);

export function kindOf({ type }: ConversationEvent): Kind {
  return kindOfType.get(type) ?? "change";
}

/**
 * Returns the events of one message in the order in which they are handled, without those that add
 * nothing to the others. An answer to the open question comes first, for the others may lead away from
 * it.
 */
export function inOrder(events: Events, isAnswer: (event: ConversationEvent) => boolean): Events {
  const [first, ...others] = withoutTwins(events).filter((event) => kindOf(event) !== "remark");
  if (first === undefined) return [remarkOf(events)];
  const isStopped = events.some(({ type }) => type === "stop");
  const isDone = events.some(({ type }) => type === "done" || type === "sent");
  const meant = [first, ...others]
    .filter(({ type }) => !(isStopped && setsReminder.has(type)))
    .map((event) => (isDone && isAnswer(event) ? asWish(event) : event))
    .map((event) => (event.type === "done" ? withOutcome(event, events) : beside(event, events)));
  const rank = (event: ConversationEvent) => (isAnswer(event) ? -1 : rankOf(event));
  const [begin = first, ...rest] = meant.filter(isWithin).sort((one, other) => rank(one) - rank(other));
  return [begin, ...rest];
}

/** What is done needs no reminder that was set: a moment beside it is a wish of its own. */
function asWish(event: ConversationEvent): ConversationEvent {
  return event.type === "date" || event.type === "move" ? { type: "remind", date: event.date } : event;
}

/**
 * Marks what is done and answered in the same message: no confirmation is still to come. Nobody refuses
 * on the day on which it was sent: without a day, that one is not known.
 */
function withOutcome(done: EventOf<"done">, events: Events): EventOf<"done"> {
  const isOfSame = (named: readonly AccountId[] = [], { accounts = [] }: EventOf<"done">) =>
    named.length === 0 || accounts.length === 0 || named.some((account) => accounts.includes(account));
  const outcome = events.find(
    (event) => (event.type === "confirmed" || event.type === "refused") && isOfSame(event.accounts, done),
  );
  if (outcome === undefined) return done;
  return {
    ...done,
    isAnswered: true,
    ...(outcome.type === "refused" && { when: done.when ?? "some-time-ago" }),
  };
}

/**
 * Marks a confirmation beside a refusal: no answer is still to come; and one beside the moment of a reminder that
 * is changed: that one stays.
 */
function beside(event: ConversationEvent, events: Events): ConversationEvent {
  if (event.type !== "confirmed") return event;
  const isAnswered = events.some(({ type }) => type === "refused");
  const keepsReminders = events.some(({ type }) => type === "date" || type === "move");
  return { ...event, ...(isAnswered && { isAnswered }), ...(keepsReminders && { keepsReminders }) };
}

/** Returns the events without duplicates: what is said twice is meant once. */
export function withoutTwins(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  return [...new Map(events.map((event) => [JSON.stringify(event), event])).values()];
}

/** Returns the one of several remarks that is answered: a goodbye, else the first that was understood. */
function remarkOf(events: Events): ConversationEvent {
  const isGoodbye = (event: ConversationEvent) => event.type === "courtesy" && event.courtesy === "goodbye";
  return events.find(isGoodbye) ?? events.find(({ type }) => type !== "not-understood") ?? events[0];
}

/** False for the answers beyond the first few. */
function isWithin(event: ConversationEvent, index: number, events: readonly ConversationEvent[]): boolean {
  const isAnswer = (one: ConversationEvent) => kindOf(one) === "answer";
  return !isAnswer(event) || events.slice(0, index).filter(isAnswer).length < mostAnswers;
}

function rankOf(event: ConversationEvent): number {
  const kind = kindOf(event);
  const within =
    kind === "fact" || kind === "report" || kind === "offer" ? typesOf[kind].indexOf(event.type) : 0;
  return kinds.indexOf(kind) + within / typesOf.fact.length;
}

/**
 * True for a waiting report that names no account, of which the bot is to ask which: another report
 * answers it.
 */
function asksWhich(event: ConversationEvent): boolean {
  return "accounts" in event && event.accounts?.length === 0 && kindOf(event) === "report";
}

/** Returns the waiting events that the events of a new message do not make pointless. */
export function stillWaiting(
  waiting: readonly ConversationEvent[],
  events: Events,
): readonly ConversationEvent[] {
  const has = (type: EventType) => events.some((event) => event.type === type);
  if (has("start-again")) return [];
  const isReported = reports.some((report) => report !== "not-confirmed" && has(report));
  const leftOut = events.flatMap((event) => (event.type === "leave-out" ? event.campaign : []));
  const isSetAnew = events.some(({ type }) => namesMoment.has(type));
  return waiting.filter(
    (event) =>
      !(has("stop") && setsReminder.has(event.type)) &&
      !(isSetAnew && namesMoment.has(event.type)) &&
      !(isReported && asksWhich(event)) &&
      !("campaign" in event && leftOut.includes(event.campaign ?? "")),
  );
}

/** Returns the events that may wait: at most `mostWishes` wishes, and `mostWaiting` events in all. */
export function withinAgenda(waiting: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const isWish = (event: ConversationEvent) => !["fact", "report"].includes(kindOf(event));
  const isKept = (event: ConversationEvent, index: number) =>
    !isWish(event) || waiting.slice(0, index).filter(isWish).length < mostWishes;
  return waiting.filter(isKept).slice(0, mostWaiting);
}

/** True if an event would lead on from a question, or is answered in some language. */
export function leadsAway(event: ConversationEvent): boolean {
  return kindOf(event) !== "remark" && !leadsAside.has(event.type);
}

/** True for what people tell, report or change. */
export function isStatement(event: ConversationEvent): boolean {
  return ["fact", "report", "change"].includes(kindOf(event));
}

/**
 * True if the question of a state, such as "talk.accounts", must be answered before the rest of a
 * message is handled.
 */
export function isFirstToAnswer(state: string): boolean {
  const [region, leaf = ""] = state.split(".");
  return region === "talk" && firstToAnswer.has(leaf);
}

/** True in a state in which someone is in trouble: nothing else is asked there. */
export function isTroubleOpen(state: string | undefined): boolean {
  return state?.endsWith(".trouble") === true;
}

/**
 * True if an event has to wait until the state's question is answered. Answers wait only for the
 * language.
 */
export function mustWait(event: ConversationEvent, state: string): boolean {
  if (kindOf(event) === "end" || !isFirstToAnswer(state)) return false;
  if (state === "talk.language") return kindOf(event) !== "offer";
  // It answers the question.
  if (state === "talk.service" && event.type === "service") return false;
  if (forEveryone.has(event.type) && (accountsOpen.has(state) || linksOpen.has(state))) return false;
  return needsAnswer(event);
}

/** True if what an event does depends on an answer, or would lead away from the question. */
function needsAnswer(event: ConversationEvent): boolean {
  switch (kindOf(event)) {
    case "fact":
      return ofService.has(event.type);
    case "offer":
      return event.type === "services";
    case "answer":
      return false;
    default:
      return !leavesQuestion.has(event.type);
  }
}
