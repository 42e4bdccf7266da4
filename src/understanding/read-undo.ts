import type { AccountId } from "../campaigns/schema.ts";
import {
  type ConversationEvent,
  type EventOf,
  type Events,
  isReport,
  type Question,
  type ReportEvent,
  reports,
  type Undoable,
} from "../conversation/vocabulary.ts";
import { cutSentences } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { readPastTime } from "./entities/read-past-time.ts";
import type { Frame } from "./frame.ts";
import type { Utterance } from "./hear.ts";
import { says } from "./intent-event.ts";
import { readFrame } from "./read-frame.ts";
import { readOpening } from "./read-opening.ts";
import { asksForAccounts, asksForLinks, sureAccounts, tellsAccounts } from "./read-own-answer.ts";
import { isMereDate } from "./read-own-date.ts";
import { type Given, type Passage, readPassage, utteranceIn } from "./read-passage.ts";
import { readBareService } from "./read-service.ts";
import { keyOf } from "./tokens.ts";
import { mostWordsOfName } from "./with-name-instead.ts";
import { accountsOf } from "./with-unsaid.ts";

/** Facts that are corrected by telling them again, without an undo. */
const toldAnew: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["start", "service", "accounts", "linked", "ticked", "language"] as const),
]);
/** Acts that add nothing beside an undo. */
const saysNoMore: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["not-understood", "courtesy", "back", "not-done", "suggest", "go-on"] as const),
]);

/** What people tell of themselves, whichever service they want. */
const ofPerson: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["start", "accounts", "linked", "country", "zone", "language"] as const),
]);

/** Acts that can replace what is taken back. */
const restates: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...([...reports, "not-done", "sent", "accounts", "linked", "service", "services", "doubt"] as const),
  ...(["remind", "date", "move", "later", "country", "zone", "yes", "no"] as const),
]);

/**
 * Reads that the person takes back what they said last, and what they say instead, as an answer to
 * the question that was open before. Undefined if that is not said, if nothing can be taken back,
 * or if it is a better answer to the open question.
 */
export function readUndo(given: Given): Frame | undefined {
  const { openQuestion } = given;
  const undoable = openQuestion?.undoable;
  if (openQuestion === undefined || undoable === undefined) return undefined;
  const opening = readOpening(given, undoable.isLast ? ["undo", "meant", "rephrases"] : ["undo"]);
  if (opening === undefined || isFiller(opening) || isAnswer(readPassage(given), openQuestion, undoable))
    return undefined;
  const rest = { ...given, text: opening.rest };
  if (isAnswer(readPassage(rest), openQuestion, undoable)) return readFrame(rest);
  const { acts, unread } = readInstead({ ...rest, openQuestion: undoable.openQuestion }, undoable);
  if (opening.kind !== "undo" && !isMeant(acts, rest, undoable)) return undefined;
  return { acts: [{ type: "undo" }, ...acts.filter(({ type }) => !saysNoMore.has(type))], unread };
}

/**
 * "I meant to thank you" takes nothing back, nor does "I was asking for my son. Remind me in a week", nor what was
 * noted already: "I was talking about Facebook, it is confirmed".
 */
function isMeant(acts: Events, rest: Given, undoable: Undoable): boolean {
  if (repeatsIt(acts, rest, undoable)) return false;
  return restatesIt(acts, undoable) && !(acts.every(isWish) && speaksOfOther(rest));
}

/** Whether the acts report nothing but what was reported before, and of no other service or account. */
function repeatsIt(acts: Events, { openQuestion }: Given, { acts: undone }: Undoable): boolean {
  const told = acts.filter(isReport);
  const about = openQuestion?.about;
  const isSame = (one: ReportEvent, other: ConversationEvent) =>
    isReport(other) &&
    other.type === one.type &&
    !("when" in one) &&
    (one.campaign ?? about) === (other.campaign ?? about) &&
    accountsOf(one).every((account) => accountsOf(other).includes(account));
  return told.length > 0 && told.every((one) => undone.some((other) => isSame(one, other)));
}

/** Whether the first sentence is about somebody else. */
function speaksOfOther(given: Given): boolean {
  const [text = ""] = cutSentences(given.text);
  const sentence = utteranceIn({ ...given, text });
  return sentence !== undefined && says(sentence, "theirs");
}

function isWish(event: ConversationEvent): boolean {
  return isDated(event) || saysNoMore.has(event.type);
}

/** Whether the acts replace what was told: another service replaces no fact about the person, and no moment. */
function restatesIt(acts: Events, { acts: undone }: Undoable): boolean {
  const staysBeside = undone.every((act) => ofPerson.has(act.type) || isDated(act));
  const isOther = (type: ConversationEvent["type"]) => type === "service" || type === "services";
  return acts.some(({ type }) => restates.has(type) && !(staysBeside && isOther(type)));
}

/** Whether "I mean" only goes on with what was said, as before more than a name. */
function isFiller({ kind, rest }: NonNullable<ReturnType<typeof readOpening>>): boolean {
  return kind === "rephrases" && keyOf(rest).split(" ").length > mostWordsOfName;
}

/** Whether a text answers the open question, or corrects accounts or the moment of a reminder. */
function isAnswer(passage: Passage | undefined, { id }: Question, { acts }: Undoable): boolean {
  const isToldAnew = acts.every(({ type }) => toldAnew.has(type));
  switch (passage?.event?.type) {
    case "accounts":
      return asksForAccounts.has(id) || (isToldAnew && tellsAccounts(passage.utterance));
    case "linked":
      return asksForLinks.has(id) || isToldAnew;
    case "date":
    case "move":
      return id.startsWith("remind");
    case "country":
      return id.startsWith("complain");
    // A report replaces another report, and not a fact.
    case "done":
    case "confirmed":
    case "refused":
      return isToldAnew;
    // "I was wrong, I haven't sent it yet" is about an earlier report, even some messages ago.
    case "not-done":
      return acts.every(({ type }) => type !== "done" && type !== "sent");
    case "zone":
    case "yes":
    case "no":
      return true;
    default:
      return false;
  }
}

/** Reads what is said instead. If it names an account and is not understood, the person is told so. */
function readInstead(given: Given, undoable: Undoable): Frame {
  const utterance = utteranceIn(given);
  const filled = utterance && fill(utterance, undoable);
  if (filled !== undefined) return { acts: [filled], unread: [] };
  const frame = readFrame(given);
  const isLost = frame.acts.every(({ type }) => saysNoMore.has(type));
  return isLost && utterance && accountsIn(utterance.words, utterance).length > 0
    ? { ...frame, unread: [given.text] }
    : frame;
}

/** Puts a name, or a day, that is said alone in place of the one in what is taken back. */
function fill(utterance: Utterance, { acts }: Undoable): ConversationEvent | undefined {
  const act = acts.findLast(isReport) ?? acts.findLast(isDated);
  if (act === undefined) return undefined;
  return isReport(act) ? reportOf(act, utterance) : remindOf(act, utterance);
}

type Dated = EventOf<"remind" | "date" | "move">;

function isDated(event: ConversationEvent): event is Dated {
  return event.type === "remind" || event.type === "date" || event.type === "move";
}

function reportOf(act: ReportEvent, utterance: Utterance): ReportEvent | undefined {
  const accounts = bareAccounts(act, utterance);
  if (accounts !== undefined) return { ...act, accounts };
  const { accounts: _, ...others } = act;
  const service = readBareService(utterance);
  if (service?.type === "service") return { ...others, campaign: service.campaign };
  const when = act.type === "done" && isMereDate(utterance) ? readPastTime(utterance) : undefined;
  return typeof when === "object" ? { ...act, when } : undefined;
}

/** Returns the accounts that are named, unless a word says that one has them. */
function bareAccounts({ campaign }: ReportEvent, utterance: Utterance): readonly AccountId[] | undefined {
  if (tellsAccounts(utterance)) return undefined;
  const stated = sureAccounts(
    { ...utterance, isQuestion: false },
    campaign ?? utterance.openQuestion?.campaign,
  );
  return stated?.accounts.length === 0 ? undefined : stated?.accounts;
}

function remindOf({ date }: Dated, utterance: Utterance): EventOf<"remind"> | undefined {
  const service = readBareService(utterance);
  if (service?.type !== "service") return undefined;
  return { type: "remind", campaign: service.campaign, ...(date && { date }) };
}
