import type { ConversationId } from "../../src/ports.ts";
import type { Event, Happening, History } from "./history.ts";

/** A promise that was broken, by its number in docs/testing.md, in one sentence. */
export interface Verdict {
  readonly promise: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly at: number;
  readonly sentence: string;
}

export type EventOf<What extends Happening["what"]> = Extract<Event, { readonly what: What }>;
export type Sent = EventOf<"sent">;
export type Queued = EventOf<"queued">;
export type Wrote = EventOf<"wrote">;

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** One time that a process had an update in hand. */
export interface Handling {
  readonly from: number;
  readonly to: number;
  readonly receipt?: EventOf<"receipt">["receipt"];
}

/** One update, and all that is known of how it was handled. */
export interface Update {
  readonly wrote: Wrote;
  readonly handlings: readonly Handling[];
}

/** The messages that one commit has put on their way to a chat, and what became of them. */
export interface Answer {
  readonly chat: string;
  readonly createdAt: number;
  readonly queued: readonly Queued[];
  readonly sendings: readonly Sent[];
}

/** All that happened with one person, under whatever ids. */
export interface PersonHistory {
  readonly chat: ConversationId;
  readonly updates: readonly Update[];
  readonly sent: readonly Sent[];
  readonly queued: readonly Queued[];
  readonly answers: readonly Answer[];
  /** The answer of each update, by its id, as far as one came. */
  readonly answerOf: ReadonlyMap<string, Answer>;
  /** Answers to nothing that is known. */
  readonly unasked: readonly Answer[];
  /** When the person blocked the bot, left the page or got another id. */
  readonly absences: readonly number[];
  readonly isMoved: boolean;
}

export function splitByPerson(history: History): readonly PersonHistory[] {
  const wrote = groupBy(ofKind(history, "wrote"), ({ chat }) => personOf(chat));
  const sent = groupBy(ofKind(history, "sent"), ({ chat }) => personOf(chat));
  const queued = groupBy(ofKind(history, "queued"), ({ chat }) => personOf(chat));
  const names = new Set([...wrote.keys(), ...queued.keys(), ...sent.keys()]);
  return [...names].map((name) => {
    const events = { wrote: wrote.get(name), sent: sent.get(name), queued: queued.get(name) };
    return readPerson(name as ConversationId, events, history);
  });
}

interface PersonEvents {
  readonly wrote: readonly Wrote[] | undefined;
  readonly sent: readonly Sent[] | undefined;
  readonly queued: readonly Queued[] | undefined;
}

function readPerson(chat: ConversationId, events: PersonEvents, history: History): PersonHistory {
  const { wrote = [], sent = [], queued = [] } = events;
  const updates = wrote.map((one) => ({ wrote: one, handlings: handlingsOf(one.update, history) }));
  const commits = groupBy(
    queued.filter(({ kind }) => kind === "answer"),
    (one) => `${one.chat} ${one.createdAt}`,
  );
  const answers = [...commits.values()].map((messages) => readAnswer(messages, sent));
  const away = history.filter(
    (event) =>
      (event.what === "blocked" || event.what === "left" || event.what === "moved") &&
      personOf(event.chat) === chat,
  );
  return {
    chat,
    updates,
    sent,
    queued,
    answers,
    ...matchAnswers(answers, updates),
    absences: away.map(({ at }) => at),
    isMoved: away.some(({ what }) => what === "moved"),
  };
}

/** Each answer belongs to one update that was in hand when it was committed. */
function matchAnswers(answers: readonly Answer[], updates: readonly Update[]) {
  const answerOf = new Map<string, Answer>();
  const unasked: Answer[] = [];
  for (const answer of answers) {
    const update = updates.find(
      ({ wrote, handlings }) =>
        !answerOf.has(wrote.update) &&
        wrote.chat === answer.chat &&
        handlings.some((handling) => holds(handling, answer)),
    );
    if (update) answerOf.set(update.wrote.update, answer);
    else unasked.push(answer);
  }
  return { answerOf, unasked };
}

function readAnswer(queued: readonly Queued[], sent: readonly Sent[]): Answer {
  const [{ chat, createdAt: at } = { chat: "", createdAt: 0 }] = queued;
  const own = sent.filter((one) => one.kind === "answer" && createdAt(one) === at);
  // Under a new id it is sent with the same key.
  const keys = new Set(own.filter((one) => one.chat === chat).map(({ key }) => key));
  const sendings = own.filter(({ key, chat: to }) => keys.has(key) || (keys.size === 0 && to !== chat));
  return { chat, createdAt: at, queued, sendings };
}

export function holds({ from, to }: Handling, { createdAt: at }: Answer): boolean {
  return from <= at && at <= to;
}

function handlingsOf(update: string, history: History): readonly Handling[] {
  const begun = [...history.entries()].flatMap(([index, event]) =>
    event.what === "handed-over" && event.update === update ? [{ index, event }] : [],
  );
  return begun.map(({ index, event }) => {
    const end = history.slice(index).find((later) => ends(later, event));
    const receipt = end?.what === "receipt" ? end.receipt : undefined;
    return { from: event.at, to: end?.at ?? Number.POSITIVE_INFINITY, ...(receipt && { receipt }) };
  });
}

function ends(event: Event, { handing, process }: EventOf<"handed-over">): boolean {
  if (event.what === "receipt") return event.handing === handing;
  if (event.what !== "process" || event.process !== process) return false;
  return event.is === "killed" || event.is === "stopped";
}

export function groupBy<One, Key>(all: readonly One[], keyOf: (one: One) => Key): Map<Key, One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

/** The person behind an id: a chat that moved has an apostrophe more. */
export function personOf(chat: string): ConversationId {
  return chat.replace(/'+$/, "") as ConversationId;
}

/** The instant of the commit, from the key of a sending. */
export function createdAt({ key }: Sent): number {
  return Number(key.slice(0, key.indexOf("-")));
}

export function rowOf({ key }: Sent): number {
  return Number(key.slice(key.indexOf("-") + 1));
}

/** The first sending of each message of this kind. */
export function messagesOf({ sent }: PersonHistory, kind: Sent["kind"]): readonly Sent[] {
  const seen = new Set<string>();
  return sent.filter((one) => one.kind === kind && !seen.has(one.key) && seen.add(one.key));
}

export function hasArrived({ outcome }: Sent): boolean {
  return outcome === "taken" || outcome === "lost";
}

export function ofKind<What extends Happening["what"]>(
  history: History,
  what: What,
): readonly EventOf<What>[] {
  return history.filter((event): event is EventOf<What> => event.what === what);
}
