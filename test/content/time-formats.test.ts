import { expect, it } from "vitest";
import { createTimeFormats } from "../../src/content/time-formats.ts";

const formats = createTimeFormats();

it.each([
  ["2025-11-01", "fr", "samedi 1er novembre 2025"],
  ["2025-11-11", "fr", "mardi 11 novembre 2025"],
  ["2025-05-26", "en", "Monday 26 May 2025"],
  ["2025-11-01", "en", "Saturday 1 November 2025"],
])("writes %s as one does in %s", (day, language, written) => {
  expect(formats.day(day, language)).toBe(written);
});

it("writes the day of an instant in its zone, without the year", () => {
  expect(formats.dayOf(Date.parse("2025-10-31T23:30Z"), "Europe/Paris", "fr")).toBe("samedi 1er novembre");
});
