import type { Campaign } from "../campaigns/schema.ts";
import type { Instant, Language } from "../conversation/vocabulary.ts";
import type { OutgoingMessage, Wording } from "../ports.ts";

type LastDay = NonNullable<OutgoingMessage["reminder"]>["lastDay"];

/** Returns the last day of a campaign that it is not too late for; nothing for all others. */
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

/** Adds to a reminder what a channel needs to send it as a template, and once more later. Others stay as they are. */
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
