import ical, { ICalAlarmType, ICalCalendarMethod } from "ical-generator";
import type { OutgoingMessage } from "../app/ports.ts";
import type { Instant } from "../conversation/vocabulary.ts";

/** One entry of a calendar. */
export interface Entry {
  /** The same for the same reminder, so that a second file replaces the first. */
  readonly id: string;
  readonly at: Instant;
  readonly now: Instant;
  readonly title: string;
  readonly description: string;
  readonly fileName: string;
}

const quarterOfAnHour = 15 * 60 * 1000;

/** Writes a calendar file (RFC 5545) with one entry of a quarter of an hour, and an alarm at its beginning. */
export function writeCalendar(entry: Entry): NonNullable<OutgoingMessage["file"]> {
  const calendar = ical({ prodId: "//Objecteur//Objecteur//EN", method: ICalCalendarMethod.PUBLISH });
  calendar.createEvent({
    id: entry.id,
    stamp: new Date(entry.now),
    start: new Date(entry.at),
    end: new Date(entry.at + quarterOfAnHour),
    summary: entry.title,
    description: entry.description,
    alarms: [{ type: ICalAlarmType.display, trigger: 0 }],
  });
  return { name: entry.fileName, mimeType: "text/calendar", content: calendar.toString() };
}
