import { localDay } from "../conversation/calendar-day.ts";
import { type ConversationEvent, type Instant, isReport } from "../conversation/vocabulary.ts";
import type { Frame } from "./frame.ts";
import type { Reader } from "./hear.ts";
import type { Part } from "./message-parts.ts";
import { countHours, namesDay, namesWeekday, replacesMoment } from "./read-own-date.ts";
import type { Passage } from "./read-passage.ts";

/**
 * Takes an hour out of a wish for a reminder if another part names a day: "I'll do it tomorrow, can you
 * nudge me at 7?" may mean either, and is asked back. "He comes on Saturday, remind me then at 3" is no
 * reminder for today.
 */
export function withoutLooseHour(frame: Frame, parts: readonly Part[], { now, zone }: Reader): Frame {
  const hours = parts
    .filter(({ utterance }) => !namesDay(utterance))
    .flatMap(({ event }) => hourOf(event) ?? []);
  const telling = parts.filter(({ event, utterance }) => namesDay(utterance) && !(event && isReport(event)));
  if (telling.length === 0) return frame;
  // "I leave on Friday, remind me today at 5" names today.
  const isElsewhere = telling.every(({ utterance }) => namesWeekday(utterance));
  const isToday = (at: Instant) => localDay(at, zone) === localDay(now, zone);
  const undated = (act: ConversationEvent): ConversationEvent => {
    const at = hourOf(act);
    if (at === undefined || !(hours.includes(at) || (isElsewhere && isToday(at)))) return act;
    return withoutDate(act);
  };
  const [act, ...others] = frame.acts;
  return { ...frame, acts: [undated(act), ...others.map(undated)] };
}

/**
 * Takes the moment out of a wish for a reminder if the hour that is named in place of another was not
 * heard: "ask me on Monday, not in the morning, but, well, actually five pm", or "Saturday at 10, no,
 * rather 11, before I leave" of which only a part was read.
 */
export function withoutUnheardHour(frame: Frame, { event: read, utterance }: Passage): Frame {
  const hours = replacesMoment(utterance) ? countHours(utterance) : 0;
  if (hours === 0) return frame;
  const isOfPart = (act: ConversationEvent) => hours > 1 && hourOf(act) !== hourOf(read);
  const undated = (act: ConversationEvent) => (isWholeDay(act) || isOfPart(act) ? withoutDate(act) : act);
  const [act, ...others] = frame.acts;
  return { ...frame, acts: [undated(act), ...others.map(undated)] };
}

function isWholeDay(act: ConversationEvent): boolean {
  return (act.type === "remind" || act.type === "date") && act.date?.kind === "day";
}

/** Returns the moment of a wish for a reminder that names an hour. */
function hourOf(act: ConversationEvent | undefined): Instant | undefined {
  const isDated = act?.type === "remind" || act?.type === "date";
  return isDated && act.date?.kind === "at" ? act.date.at : undefined;
}

function withoutDate(act: ConversationEvent): ConversationEvent {
  if (act.type === "date") return { type: "date", date: { kind: "unclear" } };
  if (act.type !== "remind") return act;
  const { date: _, ...wish } = act;
  return wish;
}
