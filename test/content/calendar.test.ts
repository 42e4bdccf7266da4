import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { writeCalendar } from "../../src/content/calendar.ts";

const entry = {
  id: "meta.last-day@objecteur",
  at: Date.UTC(2025, 4, 26, 7, 30),
  now: Date.UTC(2025, 4, 20, 8),
  title: "Meta : dernier jour",
  description: "Les formulaires :\nhttps://www.facebook.com/help/contact/712876720715583",
  fileName: "objection-meta.ics",
};

function write(changes: Partial<typeof entry> = {}): string {
  return writeCalendar({ ...entry, ...changes }).content;
}

function readEvent(content: string) {
  return new ICAL.Component(ICAL.parse(content)).getFirstSubcomponent("vevent");
}

test("A calendar file holds one entry of a quarter of an hour, in UTC, with an alarm at its beginning", () => {
  expect(write().split("\r\n")).toEqual([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Objecteur//Objecteur//EN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    "UID:meta.last-day@objecteur",
    "DTSTAMP:20250520T080000Z",
    "DTSTART:20250526T073000Z",
    "DTEND:20250526T074500Z",
    "SUMMARY:Meta : dernier jour",
    "DESCRIPTION:Les formulaires :\\nhttps://www.facebook.com/help/contact/71287",
    " 6720715583",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:PT0S",
    "DESCRIPTION:Meta : dernier jour",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});

const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 300 })
  .filter((some) => !some.includes("\r"));

test("Whatever the texts are, a calendar reads them back, and no line is longer than 75 octets or cuts a character", () => {
  fc.assert(
    fc.property(text, text, (title, description) => {
      const content = write({ title, description });
      const event = readEvent(content);
      expect(event?.getFirstPropertyValue("summary")).toBe(title);
      expect(event?.getFirstPropertyValue("description")).toBe(description);
      for (const line of content.split("\r\n")) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(Buffer.from(line).toString()).toBe(line);
      }
    }),
  );
});
