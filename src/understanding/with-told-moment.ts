import { localDay, nameOf } from "../conversation/calendar-day.ts";
import { type ConversationEvent, type Events, isReport, type TypedDate } from "../conversation/vocabulary.ts";
import { endsWithQuestion } from "./cut-parts.ts";
import { type Frame, partsWithout } from "./frame.ts";
import { narrowTo, type Utterance } from "./hear.ts";
import { hasWitness, says } from "./intent-event.ts";
import { suppositions } from "./moment-across.ts";
import { atHourOf } from "./moved-to.ts";
import { asksForDate, momentTold, namesDay, sensesIn, wishEvent } from "./read-own-date.ts";
import { type Given, utteranceIn } from "./read-passage.ts";
import { holds } from "./tokens.ts";
import { isDenied, isOther, onlyTold, partsWithMoment, type Told } from "./told-moment.ts";
import { beforePhrase, lengthOfPhrase } from "./typed-pieces.ts";

/** Questions at which a moment that is told is wished for. */
const asksForMoment: ReadonlySet<string> = new Set<string>([...asksForDate, "ask-later"]);
/** Acts beside which a moment may still be wished for. */
const leavesOpen: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["not-understood", "suggest", "topic", "yes", "change"] as const),
]);
/** What is offered where a moment was not understood. */
const ofMoments: ReadonlySet<string> = new Set(["remind", "change", "later"]);
/** Lists of words beside a moment that is wished for. */
const wishing = ["wishes", "reminders", "requests", "change", "suits"] as const;

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
  return { ...frame, acts: withEvent(frame.acts, event, wish), unread: partsWithout(frame.unread, text) };
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
  return onlyTold(isOne && isAsked(given) && wish === undefined ? parts : parts.filter(isWish), isWish);
}

/**
 * Returns the day that is named in the story of a wish: "My son comes on Tuesday, nudge me that day at 6 pm", "I'll
 * do it on Sunday. Could you remind me around 8?"
 */
function momentOfThatDay(
  parts: readonly Utterance[],
  utterance: Utterance,
  wish: ConversationEvent | undefined,
): Told | undefined {
  const story = wish?.type === "remind" ? storyIn(parts) : undefined;
  const date = story && dateOfStory(story, utterance);
  return story && date && { text: story.text, date };
}

function dateOfStory(story: Utterance, utterance: Utterance): TypedDate | undefined {
  const phrases = utterance.reading.dates()?.thatDay ?? [];
  const rest = withoutPhrase(narrowTo(utterance, utterance.text.replace(story.text, "")), phrases);
  const isHourTold = namesHour(rest);
  const isMeant = holds(utterance.words, phrases) || (isHourTold && says(story, "will-do"));
  const day = isMeant ? momentTold(story) : undefined;
  return day && isHourTold ? atHourIn(rest, day, story) : day;
}

/** The only part that names a day, unless it tells of what is done. */
function storyIn(parts: readonly Utterance[]): Utterance | undefined {
  const [story, ...others] = parts.filter(namesDay);
  return story === undefined || others.length > 0 || hasWitness("done", story) ? undefined : story;
}

/** Returns the day of a story at the hour that the rest of the message names; undefined if that is unclear. */
function atHourIn(rest: Utterance, told: TypedDate, story: Utterance): TypedDate | undefined {
  const { zone } = rest.reader;
  const hour = momentTold(rest);
  if (hour?.kind !== "at") return undefined;
  // "In the evening" names an hour as well.
  const isLoose = told.kind === "at" && !namesHour(story);
  return atHourOf(isLoose ? { kind: "day", day: nameOf(localDay(told.at, zone)) } : told, hour, zone);
}

function namesHour(rest: Utterance): boolean {
  return sensesIn(rest).some(({ is }) => is === "number");
}

function withoutPhrase(part: Utterance, phrases: readonly string[]): Utterance {
  const pieces = part.text.split(/\s+/);
  const begin = beforePhrase(pieces, phrases);
  const behind = pieces.slice(begin.length);
  return narrowTo(part, [...begin, ...behind.slice(lengthOfPhrase(behind, phrases))].join(" "));
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
  const isRequest = !endsWithQuestion.test(part.text) || says(part, "requests");
  if (!isAsked(part)) return (isChange || (isRequest && says(part, "reminders"))) && !says(part, "refrains");
  return !isDenied(part) && wishing.some((list) => says(part, list));
}
