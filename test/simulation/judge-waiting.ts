import type { Event, History } from "./history.ts";
import {
  type Answer,
  createdAt,
  groupBy,
  holds,
  minute,
  ofKind,
  type PersonHistory,
  type Sent,
  second,
  type Update,
  type Verdict,
} from "./person-history.ts";

/** Within so long the answer to what was handed over is tried: the store takes its time, and the message before it is on its way. */
const atOnceMs = 2 * second;
/** For so long it is felt that the store was away or full, and that a process ended or woke. */
const feltFor = { trouble: 15 * second, process: 3 * second } as const;
/** What a chat did not take is tried again within so long, and nothing overtakes it. */
const triedAgainMs = minute;

/** From when until when someone waits. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** 6: nobody waits because of what another chat did: each answer is tried at once, whoever else is refused, gone or slow. */
export function judgeWaiting(people: readonly PersonHistory[], history: History): readonly Verdict[] {
  const sent = ofKind(history, "sent");
  const excuses = [...excusesOf(history), ...pausesOf(sent), ...crowdsOf(sent)];
  return people.flatMap((person) => person.updates.flatMap((update) => judgeUpdate(update, person, excuses)));
}

function judgeUpdate(update: Update, person: PersonHistory, excuses: readonly Excuse[]): readonly Verdict[] {
  const answer = person.answerOf.get(update.wrote.update);
  const wait = answer && waitOf(update, answer);
  if (answer === undefined || wait === undefined || wait.to - wait.from <= atOnceMs) return [];
  // Whatever happens after that is no excuse.
  const due = { from: wait.from, to: wait.from + atOnceMs };
  const isExcused = excuses.some((excuse) => concerns(excuse, answer) && overlap(excuse, due));
  if (isExcused || holdThemselvesUp(due, answer, person)) return [];
  const { chat, update: id } = update.wrote;
  const seconds = Math.round((wait.to - wait.from) / second);
  const sentence = `${chat} waited ${seconds} seconds for the answer to ${id}, though nothing was wrong with them`;
  return [{ promise: 6, at: wait.from, sentence }];
}

/** Until it was tried for the first time. */
function waitOf({ handlings }: Update, answer: Answer): Span | undefined {
  const handling = handlings.find((one) => holds(one, answer));
  const first = answer.sendings[0];
  return handling && first && { from: handling.from, to: first.asked };
}

function overlap(one: Span, other: Span): boolean {
  return one.from <= other.to && other.from <= one.to;
}

/** An earlier message of theirs was on its way, or was not taken, or they were away. */
function holdThemselvesUp({ from, to }: Span, answer: Answer, { sent, absences }: PersonHistory): boolean {
  const before = sent.filter((one) => one.asked <= to && createdAt(one) < answer.createdAt);
  const until = ({ at, outcome, waitMs = 0 }: Sent) =>
    outcome === "taken" ? at + second : at + Math.max(waitMs, triedAgainMs);
  return (
    before.some((one) => until(one) >= from) || absences.some((at) => at >= from - triedAgainMs && at <= to)
  );
}

/** What may hold anybody up; `on`: only on that channel of that process. */
interface Excuse extends Span {
  readonly on?: { readonly process: number; readonly channel: string };
}

function concerns({ on }: Excuse, { chat, queued }: Answer): boolean {
  if (on === undefined) return true;
  return on.channel === channelOf(chat) && queued.some(({ process }) => process === on.process);
}

function channelOf(chat: string): string {
  return chat.slice(0, chat.indexOf(":"));
}

/** What is wrong with the store or with a process, and what is passed over. A platform that is down refuses at once. */
function excusesOf(history: History): readonly Excuse[] {
  return history.flatMap((event, index) => {
    const { at: from } = event;
    const ms = feltOf(event);
    if (ms === undefined) return [];
    const end = history.slice(index + 1).find((later) => ends(event, later));
    const to = lasts(event) ? (end?.at ?? Number.POSITIVE_INFINITY) : from;
    return [{ from, to: to + ms }];
  });
}

function feltOf(event: Event): number | undefined {
  // What was on its way is refused after the jump, and the chat let alone from then on; a retry that was
  // passed over comes after it.
  if (event.what === "clock" || event.what === "leap") return event.byMs + triedAgainMs;
  if (event.what === "trouble" && event.kind !== "platform") return feltFor.trouble;
  const isWrong = event.what === "process" && event.is !== "starts" && event.is !== "up";
  return isWrong ? feltFor.process : undefined;
}

function lasts(event: Event): boolean {
  if (event.what === "trouble") return event.is === "begins";
  return event.what === "process" && (event.is === "frozen" || event.is === "stops");
}

function ends(event: Event, later: Event): boolean {
  if (event.what === "trouble") return later.what === "trouble" && later.kind === event.kind;
  return event.what === "process" && later.what === "process" && later.process === event.process;
}

function byChannel(sent: readonly Sent[]): readonly (readonly Sent[])[] {
  return [...groupBy(sent, ({ process, chat }) => `${process} ${channelOf(chat)}`).values()];
}

/** A channel that takes two a second is at its limit when five went out within three: what comes behind them waits for its turn. */
function crowdsOf(sent: readonly Sent[]): readonly Excuse[] {
  return byChannel(sent).flatMap((ofOne) =>
    ofOne.flatMap(({ asked: to, process, chat }, index) => {
      const from = ofOne[index - 4]?.asked;
      if (from === undefined || to - from > 3 * second) return [];
      return [{ from, to: to + second, on: { process, channel: channelOf(chat) } }];
    }),
  );
}

/** Two chats that are refused in a row, with nothing taken in between, pause their channel on that process: the refusal may mean all. */
function pausesOf(sent: readonly Sent[]): readonly Excuse[] {
  return byChannel(sent).flatMap((ofOne) =>
    ofOne.flatMap((one, index) => (one.outcome === "refused" ? pauseAfter(one, ofOne.slice(0, index)) : [])),
  );
}

function pauseAfter({ at, chat, process, waitMs = 0 }: Sent, before: readonly Sent[]): readonly Excuse[] {
  const inARow = before.slice(before.findLastIndex(({ outcome }) => outcome === "taken") + 1);
  const others = inARow.filter((one) => one.outcome === "refused" && one.chat !== chat);
  if (others.length === 0) return [];
  const ends = [at + waitMs, ...others.map((one) => one.at + (one.waitMs ?? 0))];
  return [{ from: at, to: Math.max(...ends) + second, on: { process, channel: channelOf(chat) } }];
}
