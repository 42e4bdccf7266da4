import { expect, it, vi } from "vitest";
import { createTimeFormats, formatsAreKept } from "../../src/content/time-formats.ts";

const formats = createTimeFormats();

it.each([
  ["2025-11-01", "fr", "samedi 1er novembre 2025"],
  ["2025-11-11", "fr", "mardi 11 novembre 2025"],
  ["2025-05-26", "en", "Monday 26 May 2025"],
  ["2025-11-01", "en", "Saturday 1 November 2025"],
  ["2025-11-01", "fr-CH", "samedi 1er novembre 2025"],
  ["2025-11-01", "en-GB", "Saturday 1 November 2025"],
  ["2025-11-01", "en-US", "Saturday, November 1, 2025"],
  ["2025-11-01", "de-AT", "Samstag, 1. November 2025"],
])("writes %s as one does in %s", (day, language, written) => {
  expect(formats.day(day, language)).toBe(written);
});

it("writes the day of an instant in its zone, without the year", () => {
  expect(formats.dayOf(Date.parse("2025-10-31T23:30Z"), "Europe/Paris", "fr")).toBe("samedi 1er novembre");
});

it("keeps so many formats at most, whatever zones people are in", () => {
  const { DateTimeFormat } = Intl;
  const made = vi.spyOn(Intl, "DateTimeFormat").mockImplementation(function make(...options) {
    return new DateTimeFormat(...options);
  });
  const { dayOf } = createTimeFormats();
  const write = (zone: string, language: string) => {
    const before = made.mock.calls.length;
    dayOf(0, zone, language);
    return made.mock.calls.length - before;
  };
  const [first, ...others] = Intl.supportedValuesOf("timeZone").flatMap((zone) =>
    ["en", "fr"].map((language) => [zone, language] as const),
  );
  if (first === undefined) throw new Error("no zones");
  expect(write(...first)).toBe(1);
  for (const each of others.slice(0, formatsAreKept - 1)) expect(write(...each)).toBe(1);
  expect(write(...first)).toBe(0);
  for (const each of others.slice(-formatsAreKept)) write(...each);
  expect(write(...first)).toBe(1);
  made.mockRestore();
});
