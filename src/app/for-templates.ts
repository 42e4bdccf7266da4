import type { Campaign } from "../campaigns/schema.ts";
import type { Instant, Language } from "../conversation/vocabulary.ts";
import type { OutgoingMessage, Wording } from "../ports.ts";

type LastDay = NonNullable<OutgoingMessage["reminder"]>["lastDay"];

/** Returns the last day of a campaign; undefined if it has none or if that day has passed. */
export function lastDayOf(
  { dates, instants }: Campaign,
  now: Instant,
  wording: Wording,
  language: Language,
): LastDay | undefined {
  if (dates === undefined || instants === undefined || now >= instants.starts) return undefined;
  const name = wording.plain({ key: "template.day", params: { day: { day: dates.lastDay } } }, language);
  return { name, endsAt: instants.starts };
}

/**
 * Adds what a channel needs to send a reminder as a template, and to send it once more later. Other
 * messages stay unchanged.
 */
export function forTemplates(
  message: OutgoingMessage,
  lastDay: LastDay | undefined,
  goodUntil: Instant,
): OutgoingMessage {
  if (message.reminder === undefined) return message;
  const isOfDate = message.reminder.kind === "date";
  return {
    ...message,
    reminder: { ...message.reminder, goodUntil, ...(isOfDate && lastDay && { lastDay }) },
  };
}
