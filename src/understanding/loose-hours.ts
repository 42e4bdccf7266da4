import { localDay } from "../conversation/calendar-day.ts";
import {
  type ConversationEvent,
  type Instant,
  isReport,
  type TypedDate,
} from "../conversation/vocabulary.ts";
import type { Frame } from "./frame.ts";
import { clausesWithin, type Reader, type Utterance } from "./hear.ts";
import type { Part } from "./message-parts.ts";
import { countHours, namesDay, namesWeekday, replacesMoment } from "./read-own-date.ts";
import type { Passage } from "./read-passage.ts";

/**
 * Takes an hour out of a wish for a reminder if another part names a day: "I'll do it tomorrow, can you
 * nudge me at 7?" may mean either, and is asked back. "He comes on Saturday, remind me then at 3" is no
 * reminder for today.
 */
export function withoutLooseHour(frame: Frame, parts: readonly Part[], { now, zone }: Reader): Frame {
  const hours = parts.filter(({ utterance }) => !namesDay(utterance)).flatMap(({ event }) => hoursOf(event));
  const telling = parts.filter(({ event, utterance }) => namesDay(utterance) && !(event && isReport(event)));
  if (telling.length === 0) return frame;
  // "I leave on Friday, remind me today at 5" names today.
  const isElsewhere = telling.every(({ utterance }) => namesWeekday(utterance));
  const isToday = (at: Instant) => localDay(at, zone) === localDay(now, zone);
  const undated = (act: ConversationEvent): ConversationEvent => {
    const isLoose = hoursOf(act).some((at) => hours.includes(at) || (isElsewhere && isToday(at)));
    return isLoose ? withoutDate(act) : act;
  };
  return withActs(frame, undated);
}

/**
 * Takes the moment out of a wish for a reminder if an hour that is named was not heard: "Sunday at 20:00
 * as I said, this Sunday, not the next", "ask me on Monday, not in the morning, but, well, actually five
 * pm", or "Saturday at 10, no, rather 11, before I leave" of which only a part was read.
 */
export function withoutUnheardHour(frame: Frame, { event: read, utterance }: Passage): Frame {
  // Most messages wish for no moment: their words need not be searched for one.
  const hours = frame.acts.some(dateOf) ? countHours(utterance) : 0;
  if (hours === 0) return frame;
  const isReplaced = replacesMoment(utterance);
  const isUnheard = isReplaced || isOfDay(utterance);
  const isWholeDay = (act: ConversationEvent) => isUnheard && dateOf(act)?.kind === "day";
  const isOfPart = (act: ConversationEvent) => isReplaced && hours > 1 && hourOf(act) !== hourOf(read);
  return withActs(frame, (act) => (isWholeDay(act) || isOfPart(act) ? withoutDate(act) : act));
}

/** Whether an hour is named in one clause with a weekday: it belongs to that day. */
function isOfDay(utterance: Utterance): boolean {
  return clausesWithin(utterance, new Set()).some((clause) => namesWeekday(clause) && countHours(clause) > 0);
}

function withActs(frame: Frame, change: (act: ConversationEvent) => ConversationEvent): Frame {
  const [act, ...others] = frame.acts;
  return { ...frame, acts: [change(act), ...others.map(change)] };
}

/** Returns the moments that a wish for a reminder can mean if it names an hour. */
function hoursOf(act: ConversationEvent | undefined): readonly Instant[] {
  const date = dateOf(act);
  if (date?.kind === "at") return [date.at];
  return (date?.kind === "unclear" && date.eitherAt) || [];
}

/** Returns the moment of a wish for a reminder that names an hour. */
function hourOf(act: ConversationEvent | undefined): Instant | undefined {
  const date = dateOf(act);
  return date?.kind === "at" ? date.at : undefined;
}

function dateOf(act: ConversationEvent | undefined): TypedDate | undefined {
  return act?.type === "remind" || act?.type === "date" ? act.date : undefined;
}

function withoutDate(act: ConversationEvent): ConversationEvent {
  if (act.type === "date") return { type: "date", date: { kind: "unclear" } };
  if (act.type !== "remind") return act;
  const { date: _, ...wish } = act;
  return wish;
}
