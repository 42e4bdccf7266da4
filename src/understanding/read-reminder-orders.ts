import type { ConversationEvent, EventOf, Reminder, TypedDate } from "../conversation/vocabulary.ts";
import { cutClauses, joined } from "./cut-parts.ts";
import { findOneService } from "./entities/find-services.ts";
import type { Frame } from "./frame.ts";
import { narrowTo, type Utterance } from "./hear.ts";
import { says } from "./intent-event.ts";
import { atHourOf, insteadOf } from "./moved-to.ts";
import { readFlatReports } from "./read-flat-reports.ts";
import { readFrame } from "./read-frame.ts";
import { takesWish, zoneBeside } from "./read-own-date.ts";
import { type Given, utteranceIn } from "./read-passage.ts";
import { readTwoReminders } from "./read-two-reminders.ts";
import { phrasesOf } from "./read-witness.ts";
import { nothing, type Order, readOrder, readOrderOfIt, verbs } from "./reminder-order.ts";
import { beginsWith, holds } from "./tokens.ts";
import { lengthOfPhrase } from "./typed-pieces.ts";

/** What a message says beside its orders. */
interface Rest extends Omit<Frame, "acts"> {
  readonly acts: readonly ConversationEvent[];
}

/** A reason has fewer words. */
const fewestWordsOfStory = 7;

/**
 * Reads what a message orders of the reminders that are pending, clause by clause, and the rest of it anew:
 * "cancel the one on the 25th, keep the first". Undefined if it orders nothing.
 */
export function readReminderOrders(given: Given): Frame | undefined {
  const utterance = utteranceIn(given);
  if (utterance === undefined || !mayOrder(utterance)) return undefined;
  const isAsked = takesWish.has(given.openQuestion?.id ?? "");
  const orders = readInZone(given, utterance, readOrder);
  return orders ?? (isAsked ? undefined : readInZone(given, utterance, readOrderOfIt));
}

/**
 * Puts the moment to which a clause moves the reminder of which we speak in place of one that was not
 * understood: "Sunday I'm at my mother's, so make it Monday at nine".
 */
export function withMoment(frame: Frame, given: Given): Frame {
  const isUnclear = frame.acts.some(
    (act) => act.type === "change" || (act.type === "date" && act.date.kind === "unclear"),
  );
  const utterance = isUnclear ? utteranceIn(given) : undefined;
  const moved = utterance && mayOrder(utterance) ? readInZone(given, utterance, readOrderOfIt) : undefined;
  return moved?.acts.some((act) => act.type === "move" && act.date.kind === "at") ? moved : frame;
}

/** A moment is one in the zone that the message names beside it: "make it 6 pm, Dublin time". */
function readInZone(given: Given, utterance: Utterance, read: typeof readOrder): Frame | undefined {
  const zone = zoneBeside(utterance);
  if (zone === undefined) return readOrders(given, utterance, read);
  const there = { ...given, reader: { ...given.reader, zone } };
  const frame = readOrders(there, { ...utterance, reader: there.reader }, read);
  const inZone = (act: ConversationEvent): ConversationEvent =>
    act.type === "move" ? { ...act, date: { ...act.date, zone } as TypedDate } : act;
  const [act, ...others] = frame?.acts ?? [];
  return frame && act && { ...frame, acts: [inZone(act), ...others.map(inZone)] };
}

function readOrders(given: Given, utterance: Utterance, read: typeof readOrder): Frame | undefined {
  // "Thursday, not Tuesday" is one.
  const isOne = (_: string, clause: string) => lengthOfPhrase(clause.split(/\s+/), insteadOf(utterance)) > 0;
  const sentences = cutClauses(given.text, utterance.reading.witnesses.joins).map((clauses) =>
    ordersIn(
      joined(clauses, isOne).map((text) => narrowTo(utterance, text)),
      read,
    ),
  );
  const all = sentences.flat();
  if (!all.some(isOrder)) return undefined;
  const text = all.map(({ rest }) => rest).join(" ");
  const left = { ...given, text: text.trim() };
  const keepsSome = all.some(({ kept }) => kept.length > 0);
  const ordered = actsOf(all, utterance);
  return withRest(ordered, left, { tellsMore: sentences.some(tellsMore), keepsSome });
}

/** Returns what all orders do, but for the reminders that stay. */
function actsOf(orders: readonly Order[], utterance: Utterance): readonly ConversationEvent[] {
  const ordered = orders.flatMap(({ acts }) => acts);
  const kept = orders.flatMap((order) => order.kept);
  const named = [...ordered, ...kept.map(cancel)];
  const others = orders.some(({ endsRest }) => endsRest) ? restOfReminders(named, utterance) : [];
  return [...ordered, ...others].filter((act) => !isOf(act, kept));
}

/** Whether a sentence tells more than an order and its reason. */
function tellsMore(sentence: readonly Order[]): boolean {
  const isStory = ({ rest }: Order) => rest.split(/\s+/).length >= fewestWordsOfStory;
  return !sentence.some(isOrder) || sentence.some((one) => isOrder(one) && isStory(one));
}

function cancel(reminder: Reminder): EventOf<"cancel-reminder"> {
  return { type: "cancel-reminder", reminder };
}

/**
 * Calls off the reminders that these acts do not name: if they name none, the one beside that of which we
 * speak.
 */
function restOfReminders(
  acts: readonly ConversationEvent[],
  { openQuestion }: Utterance,
): readonly ConversationEvent[] {
  const { reminders = [], lastReminder } = openQuestion ?? {};
  const named = acts.flatMap((act) => ("reminder" in act && act.reminder ? act.reminder : []));
  const spared = named.length > 0 ? named : [lastReminder];
  const rest = reminders.filter((one) => !spared.some((other) => other?.dueAt === one.dueAt));
  return named.length > 0 || rest.length === 1 ? rest.map(cancel) : [{ type: "my-reminders" }];
}

/** Reads what the clauses of a sentence order: nothing yet, if it makes a condition. */
function ordersIn(clauses: readonly Utterance[], read: typeof readOrder): readonly Order[] {
  const conditions = clauses.slice(0, 1).flatMap((clause) => phrasesOf("conditions", clause));
  const isBound = (at: number) => clauses.slice(0, at + 1).some(({ words }) => beginsWith(words, conditions));
  return clauses.map((clause, at) => {
    const order = isBound(at) ? undefined : read(clause);
    return order ?? { ...nothing, rest: addsToRest(clause) ? clause.text : "" };
  });
}

/** Whether a clause says more than "stop" or "please". */
function addsToRest(clause: Utterance): boolean {
  const fillers = ["around-reminder", "hesitates", "before-undo"].flatMap((list) => phrasesOf(list, clause));
  return !fillers.includes(clause.words.join(" "));
}

/** Most messages need not be searched for orders. */
function mayOrder(utterance: Utterance): boolean {
  const hasReminders = utterance.openQuestion?.reminders !== undefined;
  const isChange =
    verbs.some((list) => says(utterance, list)) || holds(utterance.words, insteadOf(utterance));
  return isChange || (hasReminders && utterance.isQuestion);
}

function isOrder({ acts, kept, endsRest }: Order): boolean {
  return acts.length > 0 || kept.length > 0 || endsRest === true;
}

function isOf(act: ConversationEvent, kept: readonly Reminder[]): boolean {
  return act.type === "cancel-reminder" && kept.includes(act.reminder);
}

/** "Cancel the second, just leave the first" says one thing twice. */
function once(acts: readonly ConversationEvent[]): readonly ConversationEvent[] {
  return [...new Map(acts.map((act) => [JSON.stringify(act), act])).values()];
}

/** Acts that add nothing to an order. */
const addsNothing: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["not-understood", "courtesy", "later", "cancel-reminder", "change"] as const),
]);
/** Acts that count only if the rest asks something: a reason needs no answer. */
const doubtful: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["suggest", "doubt", "services"]);

/** Reads the rest of a message; doubtful acts count if that is more than the reason of an order. */
function withRest(
  orders: readonly ConversationEvent[],
  left: Given,
  { tellsMore, keepsSome }: { readonly tellsMore: boolean; readonly keepsSome: boolean },
): Frame | undefined {
  const frame = left.text === "" ? empty : readLeft(left, tellsMore);
  const [first, ...others] = once(joinedTo(orders, frame.acts, left));
  if (orders.length === 0 && first?.type !== "remind" && !keepsSome) return undefined;
  if (first !== undefined) return { ...frame, acts: [first, ...others] };
  // What stays is shown if nothing else is said, and no choice says so.
  const isShown = left.text === "" && !takesWish.has(left.openQuestion?.id ?? "");
  return isShown ? { ...frame, acts: [{ type: "my-reminders" }] } : undefined;
}

/**
 * Joins what the rest of a message says to its orders: a date beside a move is the hour of that one, beside a
 * reminder that becomes one for another service its moment, else one reminder more is wished for, which tells
 * more than the list of what is not called off.
 */
function joinedTo(
  orders: readonly ConversationEvent[],
  said: readonly ConversationEvent[],
  { reader: { zone } }: Given,
): readonly ConversationEvent[] {
  const isMoved = orders.some(({ type }) => type === "move");
  // "The Insta reminder: Sunday instead of Saturday" wishes for none more.
  const acts = said.filter((act) => !(isMoved && act.type === "remind" && act.date === undefined));
  const date = acts.find((act) => act.type === "date");
  if (date !== undefined && isMoved) {
    const atHour = (act: ConversationEvent): ConversationEvent =>
      act.type === "move" ? { ...act, date: atHourOf(act.date, date.date, zone) } : act;
    return [...orders.map(atHour), ...acts.filter((act) => act !== date)];
  }
  const moment = acts.find(isMoment);
  const setFor = orders.find(({ type }) => type === "remind");
  if (moment !== undefined && setFor?.type === "remind" && setFor.date !== undefined) {
    const isClear = !moment.date.kind.startsWith("unclear");
    const set = isClear ? { ...setFor, date: atHourOf(moment.date, setFor.date, zone) } : setFor;
    return [...orders.filter((act) => act !== setFor), set, ...acts.filter((act) => act !== moment)];
  }
  const others = acts.map(asAnother);
  const isWished = others.some(({ type }) => type === "remind");
  return [...(isWished ? orders.filter(({ type }) => type !== "my-reminders") : orders), ...others];
}

const empty: Rest = { acts: [], unread: [] };

function readLeft(left: Given, tellsMore: boolean): Rest {
  const rest = utteranceIn(left);
  const isMore = tellsMore || rest?.isQuestion === true;
  const frame = readFlatReports(left) ?? readTwoReminders(left) ?? readFrame(left);
  const acts = frame.acts
    .filter((act) => !addsNothing.has(act.type) && (isMore || !doubtful.has(act.type)))
    .filter((act) => !namesOnly(act, rest));
  if (!isMore) return { acts, unread: [] };
  const isLost = acts.length === 0 && frame.unread.length === 0;
  return { ...frame, acts, unread: isLost ? [left.text] : frame.unread };
}

/** Whether an act only comes of the name of the service that we speak of. */
function namesOnly(act: ConversationEvent, rest: Utterance | undefined): boolean {
  const about = rest?.openQuestion?.about;
  if (act.type === "services") return act.campaigns.every((campaign) => campaign === about);
  return act.type === "another-service" && rest !== undefined && findOneService(rest) === about;
}

/** A date beside an order is of a reminder more: the order has said what becomes of the others. */
function asAnother(act: ConversationEvent): ConversationEvent {
  return isMoment(act) ? { type: "remind", date: act.date } : act;
}

function isMoment(act: ConversationEvent): act is EventOf<"date" | "move"> {
  return act.type === "date" || (act.type === "move" && act.reminder === undefined);
}
