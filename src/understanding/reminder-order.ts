import type { ConversationEvent, Reminder } from "../conversation/vocabulary.ts";
import { endsWithQuestion } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findOneService } from "./entities/find-services.ts";
import { narrowTo, type Utterance } from "./hear.ts";
import { says } from "./intent-event.ts";
import { insteadOf, isShift, movedTo } from "./moved-to.ts";
import {
  isBareName,
  namesMoment,
  namesNone,
  partOfName,
  reminderSpokenOf,
  remindersNamed,
} from "./named-reminder.ts";
import { namesOwnDay } from "./read-own-date.ts";
import { phrasesOf } from "./read-witness.ts";
import { endsWith, holds } from "./tokens.ts";
import { beforePhrase, lengthOfPhrase } from "./typed-pieces.ts";

/** What a clause orders of reminders, and what else it says. */
export interface Order {
  readonly acts: readonly ConversationEvent[];
  /** The reminders that stay. */
  readonly kept: readonly Reminder[];
  /** True if those that no other order names are called off: "the other one", "only the first". */
  readonly endsRest?: boolean;
  readonly rest: string;
}

/** Lists of words with which an order begins. */
export const verbs = ["calls-off", "cancels-it", "keeps", "change", "is-for"] as const;

/** A verb, and the words around it. */
interface Verb {
  readonly list: (typeof verbs)[number];
  readonly words: readonly string[];
  readonly before: readonly string[];
  readonly behind: readonly string[];
  readonly clause: Utterance;
}

/** An order of nothing. */
export const nothing: Omit<Order, "rest"> = { acts: [], kept: [] };
/** Tells which reminders are pending. */
const listed: Order = { acts: [{ type: "my-reminders" }], kept: [], rest: "" };
/** Lists of words with which a question wishes for a reminder, or for another moment. */
const wishing = ["requests", "wishes", "change", "calls-off", "another"] as const;
/** Fewer words beside an order say nothing. */
const fewestWords = 3;
/** Lists of words behind which an order begins. */
const opens = ["hesitates", "before-undo"] as const;
/** "Can you do" is one by itself. */
const fewestWordsOfRequest = 3;
const betweenWords = /\s+|(?<=\p{L})-(?=\p{L})/u;

/** Reads what a clause orders, or whether it asks for a pending reminder; undefined if it does neither. */
export function readOrder(clause: Utterance): Order | undefined {
  if (endsWithQuestion.test(clause.text) && (namesMoment(clause) || asksForPending(clause))) return listed;
  for (const verb of verbsIn(clause)) {
    const order = readVerb(verb);
    if (order !== undefined) return order;
  }
  return undefined;
}

/**
 * Whether a question is about a pending reminder by its day, or whether it stays: "Does the reminder on Sunday still
 * stand?", "Is the reminder still on?"
 */
function asksForPending(clause: Utterance): boolean {
  const isMeant = namesOwnDay(clause) || says(clause, "keeps");
  const isNamed = says(clause, "reminders") && isMeant && remindersNamed(clause).length > 0;
  const isWish = wishing.some((list) => says(clause, list));
  return isNamed && !isWish;
}

/**
 * Reads to when "it" is moved, where only its moment is named: "make it Sunday at nine", "Thursday instead
 * of Tuesday".
 */
export function readOrderOfIt(clause: Utterance): Order | undefined {
  const swapped = readSwapped(clause);
  const reminder = clause.openQuestion && reminderSpokenOf(clause.openQuestion);
  if (swapped !== undefined || reminder === undefined) return swapped;
  const [order] = verbsIn(clause)
    .filter(beginsOrder)
    .flatMap((verb) => orderOfIt(verb, reminder) ?? []);
  return order;
}

/** Reads an order behind which nothing but a moment is named, and no service but that of the reminder. */
function orderOfIt({ before, behind, clause }: Verb, reminder: Reminder): Order | undefined {
  const target = nameOf(behind, clause);
  const isMoment = lengthOfName(behind, clause) === behind.length;
  // "Swap Facebook for Instagram on Monday" is about the accounts.
  const isIts = (findOneService(target) ?? reminder.campaign) === reminder.campaign;
  const isOfIt = isIts && accountsIn(target.words, target).length === 0;
  const date = isMoment && isOfIt ? movedTo(target, reminder) : undefined;
  return date && { acts: [{ type: "move", date, reminder }], kept: [], rest: restOf(clause, before) };
}

/** Whether a verb may order a change: "I'd rather", "Lucas passe", "so earlier this week" order none. */
function beginsOrder({ list, words, before, clause }: Verb): boolean {
  const [last] = nameOf(before.slice(-1), clause).words;
  if (says(nameOf(words, clause), "sooner")) return false;
  const isRequest =
    words.length >= fewestWordsOfRequest ||
    endsWith(nameOf(before, clause).words, phrasesOf("requests", clause));
  const begins = [...clause.reading.witnesses.joins, ...opens.flatMap((name) => phrasesOf(name, clause))];
  return list === "change" && (isRequest || last === undefined || begins.includes(last));
}

/** Finds the verbs of orders, but for those that are denied: "don't cancel it", "did you cancel it". */
function verbsIn(clause: Utterance): readonly Verb[] {
  const pieces = clause.text.split(betweenWords);
  const places = pieces.flatMap((_, at) => verbs.map((list) => ({ at, list })));
  return places.flatMap(({ at, list }) => {
    const end = at + lengthOfPhrase(pieces.slice(at), phrasesOf(list, clause));
    if (end === at) return [];
    const behind = beforePhrase(pieces.slice(end), phrasesOf("reasons", clause));
    const verb = { list, words: pieces.slice(at, end), before: pieces.slice(0, at), behind, clause };
    return isDenied(verb) ? [] : verb;
  });
}

/** A longer verb holds its denial itself: "don't need". */
function isDenied({ list, words, before, clause }: Verb): boolean {
  const isOpen = words.length === 1 || list === "cancels-it";
  return isOpen && says(nameOf(before, clause), "no-order");
}

function readVerb(verb: Verb): Order | undefined {
  switch (verb.list) {
    case "cancels-it":
      return readCancelsIt(verb);
    case "change":
      return readMoved(verb);
    case "is-for":
      return readIsFor(verb);
    default:
      return readNamed(verb);
  }
}

function readCancelsIt({ before, behind, clause }: Verb): Order | undefined {
  const { openQuestion } = clause;
  const reminder = openQuestion && reminderSpokenOf(openQuestion);
  const rest = restOf(clause, before, behind);
  if (reminder !== undefined) return { acts: [{ type: "cancel-reminder", reminder }], kept: [], rest };
  return openQuestion?.id === "remind" ? { acts: [{ type: "back" }], kept: [], rest } : undefined;
}

/** "The reminder is for Instagram, not for X": the one that was set for another service becomes one for this. */
function readIsFor({ before, behind, clause }: Verb): Order | undefined {
  const { reminder, from } = reminderBefore(before, clause);
  const object = beforePhrase(behind, insteadOf(clause));
  const campaign = findOneService(nameOf(object.slice(0, lengthOfName(object, clause)), clause));
  const isSet = clause.openQuestion?.reminders?.some((one) => one.campaign === campaign) === true;
  if (campaign === undefined || reminder === undefined || isSet) return undefined;
  const date = { kind: "at", at: reminder.dueAt } as const;
  const acts = [{ type: "cancel-reminder", reminder } as const, { type: "remind", campaign, date } as const];
  return { acts, kept: [], rest: restOf(clause, before.slice(0, from)) };
}

/** Reads which reminders are called off or kept: they are named behind the verb, or before it. */
function readNamed(verb: Verb): Order | undefined {
  const { list, before, behind, clause } = verb;
  const object = behind.slice(0, lengthOfName(behind, clause));
  const ofObject = nameOf(object, clause);
  const subject = nameBefore(before, clause);
  const name = isNaming(ofObject) ? ofObject : subject.name;
  if (!isNaming(name)) return undefined;
  const rest =
    name === ofObject
      ? restOf(clause, before, behind.slice(object.length))
      : restOf(clause, before.slice(0, subject.from), behind);
  const named = remindersNamed(name);
  if (list === "keeps") return { acts: [], kept: named, endsRest: says(clause, "only"), rest };
  if (named.length === 0 && says(name, "rest-of")) return { ...nothing, endsRest: true, rest };
  return { acts: [calledOff(named, name)], kept: [], rest };
}

function nameOf(pieces: readonly string[], clause: Utterance): Utterance {
  return narrowTo(clause, pieces.join(" "));
}

function isNaming(name: Utterance): boolean {
  const isNamed = remindersNamed(name).length > 0 || isBareName(name) || says(name, "rest-of");
  return isNamed || (name.openQuestion?.id !== "remind" && namesNone(name));
}

/** Returns the name that stands last among these words, and where it begins. */
function nameBefore(before: readonly string[], clause: Utterance) {
  const from = before.length - lengthOfName(before.toReversed(), clause);
  return { from, name: nameOf(before.slice(from), clause) };
}

/** Returns how many words name a reminder and say nothing else. */
function lengthOfName(pieces: readonly string[], clause: Utterance): number {
  const isPart = partOfName(clause);
  const end = pieces.findIndex((piece) => !isPart(piece));
  return end < 0 ? pieces.length : end;
}

/** At the question when to remind, no reminder is wished for; of several, the person has to say which. */
function calledOff(named: readonly Reminder[], name: Utterance): ConversationEvent {
  const { openQuestion } = name;
  if (openQuestion?.id === "remind" && isBareName(name)) return { type: "back" };
  const [reminder, ...others] = named;
  if (reminder === undefined) return { type: "my-reminders" };
  if (others.length === 0) return { type: "cancel-reminder", reminder };
  return { type: says(name, "all-of") ? "no-more" : "my-reminders" };
}

/** Reads which reminder is moved, and to when. */
function readMoved(verb: Verb): Order | undefined {
  const { before, behind, clause } = verb;
  const length = lengthOfName(behind, clause);
  for (let at = 0; at <= length; at += 1) {
    const target = nameOf(behind.slice(at), clause);
    const reminder = movedReminder(nameOf(behind.slice(0, at), clause), target);
    const date = reminder && movedTo(target, reminder);
    if (reminder === undefined || date === undefined) continue;
    return { acts: [{ type: "move", date, reminder }], kept: [], rest: restOf(clause, before) };
  }
  return readMovedBefore(verb);
}

/** "The reminder for Insta, make it Sunday": the reminder is named before the verb. */
function readMovedBefore({ before, behind, clause }: Verb): Order | undefined {
  const { reminder, from } = reminderBefore(before, clause);
  const date = reminder && movedTo(nameOf(behind.slice(0, lengthOfName(behind, clause)), clause), reminder);
  if (reminder === undefined || date === undefined) return undefined;
  return { acts: [{ type: "move", date, reminder }], kept: [], rest: restOf(clause, before.slice(0, from)) };
}

/** "Sunday 8 pm instead of Saturday" moves the reminder of Saturday, if nothing else is said of them. */
function readSwapped(clause: Utterance): Order | undefined {
  const pieces = clause.text.split(betweenWords);
  const lengthAt = (at: number) => lengthOfPhrase(pieces.slice(at), insteadOf(clause));
  const at = pieces.findIndex((_, place) => place > 0 && lengthAt(place) > 0);
  if (at < 0) return undefined;
  const parts = [pieces.slice(0, at), pieces.slice(at + lengthAt(at))] as const;
  const isAll = parts.every((part) => lengthOfName(part, clause) === part.length);
  const [target, name] = [nameOf(parts[0], clause), nameOf(parts[1], clause)];
  const reminder = isAll ? onlyOne(remindersNamed(name)) : undefined;
  const date = reminder && movedTo(target, reminder);
  return date && { acts: [{ type: "move", date, reminder }], kept: [], rest: "" };
}

/** Returns the one reminder that stands named as such before a verb, and where its name begins. */
function reminderBefore(before: readonly string[], clause: Utterance) {
  const { from, name } = nameBefore(before, clause);
  return { from, reminder: says(name, "reminders") ? onlyOne(remindersNamed(name)) : undefined };
}

function onlyOne(reminders: readonly Reminder[]): Reminder | undefined {
  return reminders.length === 1 ? reminders[0] : undefined;
}

/** "Push it back an hour" is said of the reminder that we speak of, "earlier this week I sent it" is not. */
function movedReminder(name: Utterance, target: Utterance): Reminder | undefined {
  const { openQuestion } = name;
  const [reminder, ...others] = remindersNamed(name);
  if (reminder !== undefined) return others.length === 0 ? reminder : undefined;
  const isIt = name.words.every((word) => phrasesOf("around-reminder", name).includes(word));
  const isTold = holds(target.words, target.reading.witnesses.selves);
  return openQuestion && isIt && !isTold && isShift(target) ? reminderSpokenOf(openQuestion) : undefined;
}

/** Joins what stands before and behind an order, if it is more than "please". */
function restOf(clause: Utterance, ...parts: readonly (readonly string[])[]): string {
  const isWorth = (part: string) => {
    const said = narrowTo(clause, part);
    return said.words.length >= fewestWords || namesOwnDay(said);
  };
  return parts
    .map((pieces) => pieces.join(" "))
    .filter(isWorth)
    .join(" ");
}
