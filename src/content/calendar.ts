import ICAL from "ical.js";
import type { OutgoingMessage } from "../app/ports.ts";
import type { Instant } from "../conversation/vocabulary.ts";

/** A calendar entry. */
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

// A line has at most 75 octets (RFC 5545, 3.1), and ical.js does not count the space that a continued one begins with.
ICAL.foldLength = 74;

/** Writes a calendar file (RFC 5545) with one entry of a quarter of an hour, and an alarm at its beginning. */
export function writeCalendar(entry: Entry): NonNullable<OutgoingMessage["file"]> {
  const alarm = [
    "valarm",
    [text("action", "DISPLAY"), ["trigger", {}, "duration", "PT0S"], text("description", entry.title)],
    [],
  ];
  const event = [
    "vevent",
    [
      text("uid", entry.id),
      inUtc("dtstamp", entry.now),
      inUtc("dtstart", entry.at),
      inUtc("dtend", entry.at + quarterOfAnHour),
      text("summary", entry.title),
      text("description", entry.description),
    ],
    [alarm],
  ];
  const head = [
    text("version", "2.0"),
    text("prodid", "-//Objecteur//Objecteur//EN"),
    text("method", "PUBLISH"),
  ];
  const content = ICAL.stringify(["vcalendar", head, [event]]);
  return { name: entry.fileName, mimeType: "text/calendar", content };
}

/** A property as jCal writes it (RFC 7265): name, parameters, type and value. */
function text(name: string, value: string) {
  return [name, {}, "text", value];
}

function inUtc(name: string, instant: Instant) {
  return [name, {}, "date-time", `${new Date(instant).toISOString().slice(0, 19)}Z`];
}
