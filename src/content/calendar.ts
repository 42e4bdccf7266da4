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
  const alarm = component("valarm", {
    action: "DISPLAY",
    trigger: ICAL.Duration.fromSeconds(0),
    description: entry.title,
  });
  const event = component(
    "vevent",
    {
      uid: entry.id,
      dtstamp: inUtc(entry.now),
      dtstart: inUtc(entry.at),
      dtend: inUtc(entry.at + quarterOfAnHour),
      summary: entry.title,
      description: entry.description,
    },
    alarm,
  );
  const head = { version: "2.0", prodid: "-//Objecteur//Objecteur//EN", method: "PUBLISH" };
  const content = `${component("vcalendar", head, event).toString()}\r\n`;
  return { name: entry.fileName, mimeType: "text/calendar", content };
}

function component(
  name: string,
  properties: Readonly<Record<string, string | ICAL.Time | ICAL.Duration>>,
  within?: ICAL.Component,
): ICAL.Component {
  const made = new ICAL.Component(name);
  for (const [property, value] of Object.entries(properties)) made.addPropertyWithValue(property, value);
  if (within !== undefined) made.addSubcomponent(within);
  return made;
}

function inUtc(instant: Instant): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(instant), true);
}
