import ICAL from "ical.js";
import type { Instant } from "../conversation/vocabulary.ts";
import type { OutgoingFile } from "../ports.ts";
import { minute } from "../support/durations.ts";

/** A calendar entry. */
export interface Entry {
  /** The same for the same reminder, so that a second file replaces the first. */
  readonly uid: string;
  readonly at: Instant;
  /** The time of writing: of two files for one entry, the later one counts. */
  readonly now: Instant;
  readonly title: string;
  readonly description: string;
  readonly url?: string | undefined;
  readonly isCancelled: boolean;
  readonly fileName: string;
  /** The label of the button that adds the entry to an online calendar. */
  readonly addOnline: string;
}

const quarterOfAnHour = 15 * minute;
const googleCalendar = "https://calendar.google.com/calendar/render";

// A line has at most 75 octets (RFC 5545, 3.1); ical.js does not count the space that starts a
// continued one.
ICAL.foldLength = 74;

/**
 * Writes a calendar file (RFC 5545) with one entry of 15 minutes and an alarm at its start, or one
 * that cancels the entry (RFC 5546).
 */
export function writeCalendar(entry: Entry): OutgoingFile {
  const { title, at, now, url, isCancelled } = entry;
  const alarm = [
    "valarm",
    [text("action", "DISPLAY"), ["trigger", {}, "duration", "PT0S"], text("description", title)],
    [],
  ];
  const event = [
    "vevent",
    [
      text("uid", entry.uid),
      // Of two files within one minute, DTSTAMP tells the later one.
      ["sequence", {}, "integer", Math.floor(now / minute)],
      text("status", isCancelled ? "CANCELLED" : "CONFIRMED"),
      inUtc("dtstamp", now),
      inUtc("dtstart", at),
      inUtc("dtend", at + quarterOfAnHour),
      text("summary", title),
      text("description", entry.description),
      ...(url === undefined ? [] : [["url", {}, "uri", url]]),
    ],
    isCancelled ? [] : [alarm],
  ];
  const head = [
    text("version", "2.0"),
    text("prodid", "-//Objecteur//Objecteur//EN"),
    text("method", isCancelled ? "CANCEL" : "PUBLISH"),
  ];
  return {
    name: entry.fileName,
    mimeType: "text/calendar",
    content: ICAL.stringify(["vcalendar", head, [event]]),
    ...(!isCancelled && { online: { label: entry.addOnline, url: writeGoogleLink(entry) } }),
  };
}

/** Writes the link that opens Google Calendar with the entry filled in; the person saves it there. */
function writeGoogleLink({ title, description, at }: Entry): string {
  const compact = (instant: Instant) => writeUtc(instant).replaceAll(/[:-]/g, "");
  const dates = `${compact(at)}/${compact(at + quarterOfAnHour)}`;
  const filled = new URLSearchParams({ action: "TEMPLATE", text: title, dates, details: description });
  return `${googleCalendar}?${filled.toString()}`;
}

/** Returns a jCal property (RFC 7265): name, parameters, type and value. */
function text(name: string, value: string) {
  return [name, {}, "text", value];
}

function inUtc(name: string, instant: Instant) {
  return [name, {}, "date-time", writeUtc(instant)];
}

function writeUtc(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
