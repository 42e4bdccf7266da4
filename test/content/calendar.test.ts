import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { writeCalendar } from "../../src/content/calendar.ts";

const entry = {
  uid: "meta.last-day@objecteur",
  at: Date.UTC(2025, 4, 26, 7, 30),
  now: Date.UTC(2025, 4, 20, 8),
  title: "Meta : dernier jour",
  description: "Les formulaires :\nhttps://www.facebook.com/help/contact/712876720715583",
  fileName: "objection-meta.ics",
  url: "https://chat.example.org/?start=meta-fr",
  isCancelled: false,
  addOnline: "Ajouter",
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
    "SEQUENCE:29128800",
    "STATUS:CONFIRMED",
    "DTSTAMP:20250520T080000Z",
    "DTSTART:20250526T073000Z",
    "DTEND:20250526T074500Z",
    "SUMMARY:Meta : dernier jour",
    "DESCRIPTION:Les formulaires :\\nhttps://www.facebook.com/help/contact/71287",
    " 6720715583",
    "URL:https://chat.example.org/?start=meta-fr",
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

test("A cancelled entry has the same UID and a higher sequence, says so, and rings no more", () => {
  const content = write({ isCancelled: true, now: entry.now + 60_000 });
  const event = readEvent(content);
  expect(content).toContain("METHOD:CANCEL\r\n");
  expect(event?.getFirstPropertyValue("uid")).toBe(entry.uid);
  expect(event?.getFirstPropertyValue("status")).toBe("CANCELLED");
  expect(event?.getFirstPropertyValue("sequence")).toBe(29_128_801);
  expect(event?.getFirstSubcomponent("valarm")).toBeNull();
});

test("Google Calendar opens with the same entry; one that is cancelled opens nothing", () => {
  const { searchParams, origin } = new URL(writeCalendar(entry).online?.url ?? "");
  expect(origin).toBe("https://calendar.google.com");
  expect(Object.fromEntries(searchParams)).toEqual({
    action: "TEMPLATE",
    text: entry.title,
    dates: "20250526T073000Z/20250526T074500Z",
    details: entry.description,
  });
  expect(writeCalendar({ ...entry, isCancelled: true }).online).toBeUndefined();
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
