import {
  type ConversationEvent,
  type Events,
  isReport,
  type QuestionId,
  type TypedDate,
} from "../conversation/vocabulary.ts";
import { cutParts, endsWithQuestion } from "./cut-parts.ts";
import type { Frame } from "./frame.ts";
import { narrowTo, type Utterance } from "./hear.ts";
import { hasWitness, says } from "./intent-event.ts";
import { belongsElsewhere, hearWish, momentAcross, suppositions } from "./moment-across.ts";
import { atHourOf, beforeInstead } from "./moved-to.ts";
import {
  asksForDate,
  countHours,
  dayWordsIn,
  momentTold,
  namesDay,
  namesDayBefore,
  namesOwnDay,
  sensesIn,
  wishEvent,
} from "./read-own-date.ts";
import { type Given, utteranceIn } from "./read-passage.ts";
import { phrasesOf } from "./read-witness.ts";
import { beginsWith, holds } from "./tokens.ts";
import { beforePhrase, lengthOfPhrase } from "./typed-pieces.ts";

/** Questions at which a moment that is told is wished for. */
const asksForMoment: ReadonlySet<string> = new Set<string>([
  ...asksForDate,
  ...(["ask-later"] satisfies QuestionId[]),
]);
/** Acts beside which a moment may still be wished for. */
const leavesOpen: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["not-understood", "suggest", "topic", "yes", "change"] as const),
]);
/** What is offered where a moment was not understood. */
const ofMoments: ReadonlySet<string> = new Set(["remind", "change", "later"]);
/** Lists of words beside a moment that is wished for. */
const wishing = ["wishes", "reminders", "requests", "change", "suits"] as const;

/** A moment, and the part of a message that names it. */
interface Told {
  readonly text: string;
  readonly date: TypedDate;
}

/**
 * Adds the moment that a part of a message names to a wish that has none: "Please set the reminder for Monday.
 * Should Meta refuse, what then?", and where one is asked for: "Yes, but Monday would suit me better".
 */
export function withToldMoment(frame: Frame, given: Given): Frame {
  const wish = frame.acts.find(isUndated);
  const isLeftOpen = isAsked(given) && frame.acts.every(isOpen);
  const utterance = wish || isLeftOpen ? utteranceIn(given) : undefined;
  if (utterance === undefined) return frame;
  const parts = partsWithMoment(utterance);
  if (wish && parts.length === 0) return asAgreed(frame, wish, given);
  const told = momentIn(parts, given, wish) ?? momentOfThatDay(parts, utterance, wish);
  return told === undefined ? frame : withDate(frame, told, wish, utterance);
}

function withDate(
  frame: Frame,
  { text, date }: Told,
  wish: ConversationEvent | undefined,
  utterance: Utterance,
): Frame {
  const event = wish?.type === "remind" ? { ...wish, date } : wishEvent(date, utterance);
  const isLeft = (part: string) => !part.includes(text);
  return { ...frame, acts: withEvent(frame.acts, event, wish), unread: frame.unread.filter(isLeft) };
}

/** Whoever wishes to be asked again where that is offered, and names no moment, agrees. */
function asAgreed(frame: Frame, wish: ConversationEvent, { openQuestion }: Given): Frame {
  if (openQuestion?.id !== "ask-later") return frame;
  return { ...frame, acts: withEvent(frame.acts, { type: "yes" }, wish) };
}

/** Puts an event in the place of a wish, or of what a moment was taken for, behind what is reported. */
function withEvent(acts: Events, event: ConversationEvent, wish: ConversationEvent | undefined): Events {
  const others = acts.filter((act) => act !== wish && !isOfMoment(act));
  const reported = others.filter(isReport);
  const [first = event, ...rest] = [...reported, event, ...others.filter((act) => !isReport(act))];
  return [first, ...rest];
}

/** Whether a reminder is wished for without a moment that was understood. */
function isUndated(act: ConversationEvent): boolean {
  if (act.type === "remind" || act.type === "later") return act.date === undefined;
  return act.type === "date" && act.date.kind === "unclear" && act.date.eitherAt === undefined;
}

function isOpen({ type }: ConversationEvent): boolean {
  return leavesOpen.has(type);
}

/** Whether an act is only what a moment was taken for. */
function isOfMoment(act: ConversationEvent): boolean {
  if (act.type === "suggest") return act.offers.some((offer) => ofMoments.has(offer));
  return act.type !== "topic" && leavesOpen.has(act.type);
}

function partsWithMoment(utterance: Utterance): readonly Utterance[] {
  return cutParts(utterance.text, utterance.reading.witnesses)
    .map((text) => narrowTo(utterance, text))
    .filter((part) => namesOwnDay(part) || countHours(part) > 0);
}

/**
 * Returns the clear moment of the only part that names one; where one is asked for, of the only one of several that
 * wishes for it.
 */
function momentIn(
  parts: readonly Utterance[],
  given: Given,
  wish: ConversationEvent | undefined,
): Told | undefined {
  const isOne = parts.length === 1;
  if (!isOne && (!isAsked(given) || parts.some(isOther))) return undefined;
  const [only, ...others] = isOne && isAsked(given) && wish === undefined ? parts : parts.filter(isWish);
  if (only === undefined || others.length > 0) return undefined;
  const date = clearMoment(only);
  return date && { text: only.text, date };
}

/** Returns the day that is named in the story of a wish: "My son comes on Tuesday, nudge me that day at 6 pm". */
function momentOfThatDay(
  parts: readonly Utterance[],
  utterance: Utterance,
  wish: ConversationEvent | undefined,
): Told | undefined {
  const phrases = utterance.reading.dates()?.thatDay ?? [];
  const [story, ...others] = parts.filter(namesDay);
  const isMeant = wish?.type === "remind" && others.length === 0 && holds(utterance.words, phrases);
  const day = isMeant && story && !hasWitness("done", story) ? momentTold(story) : undefined;
  if (story === undefined || day === undefined) return undefined;
  const rest = withoutPhrase(narrowTo(utterance, utterance.text.replace(story.text, "")), phrases);
  const date = atHourIn(rest, day);
  return date && { text: story.text, date };
}

/** Returns a day at the hour that the rest of a message names; undefined if that is unclear. */
function atHourIn(rest: Utterance, day: TypedDate): TypedDate | undefined {
  if (!sensesIn(rest).some(({ is }) => is === "number")) return day;
  const hour = momentTold(rest);
  return hour?.kind === "at" ? atHourOf(day, hour, rest.reader.zone) : undefined;
}

function withoutPhrase(part: Utterance, phrases: readonly string[]): Utterance {
  const pieces = part.text.split(/\s+/);
  const begin = beforePhrase(pieces, phrases);
  const behind = pieces.slice(begin.length);
  return narrowTo(part, [...begin, ...behind.slice(lengthOfPhrase(behind, phrases))].join(" "));
}

/** Whether a part names another moment beside one, and does not deny it, or its hour: "or Saturday", "but at 5". */
function isOther(part: Utterance): boolean {
  const { words, reading } = part;
  return (
    !namesOwnDay(part) ||
    (beginsWith(words, reading.dates()?.words.functionWords.veto ?? []) && !isDenied(part))
  );
}

/**
 * Returns the clear moment of a part: of one that wishes for it, whatever other words stand in it. A question only
 * asks, and what was done is no wish.
 */
function clearMoment(part: Utterance): TypedDate | undefined {
  const meant = beforeInstead(beforeReason(part));
  const isDoubtful = countHours(part) > 1 || namesDayBefore(part) || hasWitness("done", part);
  const isOfTwo = new Set(dayWordsIn(meant).weekdays).size > 1;
  if (isDoubtful || isOfTwo || isDenied(part) || !namesOwnDay(meant) || onlyAsks(part)) return undefined;
  const date = isWish(part) ? momentTold(meant) : momentAlone(meant);
  return date?.kind.startsWith("unclear") ? undefined : date;
}

/** Returns the moment of a part that tells nothing else: "Wednesday at 7, before the workshop". */
function momentAlone(part: Utterance): TypedDate | undefined {
  const heard = hearWish({ tokens: part.tokens, isBehindWords: false }, part);
  return heard && !belongsElsewhere(heard) ? momentAcross(heard) : undefined;
}

function isDenied({ words, reading }: Utterance): boolean {
  return holds(words, reading.dates()?.denials ?? []);
}

function onlyAsks(part: Utterance): boolean {
  const isRequest = isAsked(part) ? isWish(part) : says(part, "reminders");
  return endsWithQuestion.test(part.text) && !isRequest;
}

function isAsked({ openQuestion }: Pick<Utterance, "openQuestion">): boolean {
  return asksForMoment.has(openQuestion?.id ?? "");
}

/**
 * Whether a part denies and supposes nothing, and asks for a reminder by name; where a moment is asked for, also in
 * other words, or approves of it.
 */
function isWish(part: Utterance): boolean {
  const { words, reading } = part;
  const against = [...suppositions(part), ...reading.witnesses.others];
  if (holds(words, against)) return false;
  const isChange = part.openQuestion?.id === "remind-set" && says(part, "change");
  if (!isAsked(part)) return (isChange || says(part, "reminders")) && !says(part, "refrains");
  return !isDenied(part) && wishing.some((list) => says(part, list));
}

/** Leaves out why a moment is wished for: "on Monday, because this weekend I'm away". */
function beforeReason(part: Utterance): Utterance {
  const kept = beforePhrase(part.text.split(/\s+/), phrasesOf("reasons", part));
  return kept.length === 0 ? part : narrowTo(part, kept.join(" "));
}
