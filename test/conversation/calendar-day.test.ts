import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it, vi } from "vitest";
import { instantAt, type WallTime, wallTimeAt, zonesAreKept } from "../../src/conversation/calendar-day.ts";

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
const anyZone = fc.constantFrom(...zones);
const anyInstant = fc.integer({ min: Date.parse("2024-01-01"), max: Date.parse("2029-01-01") });

function wallOf(time: Temporal.PlainDateTime): WallTime {
  return time.toZonedDateTime("UTC").epochMilliseconds as WallTime;
}

describe("wallTimeAt", () => {
  it("shows what the clocks of the zone show, everywhere and at any time", () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, at) => {
        const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
        expect(wallTimeAt(at, zone)).toBe(wallOf(time));
      }),
      { numRuns: 150 },
    );
  });

  it.each(["Europe/Paris", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe"])(
    "changes with the clocks of %s, to the millisecond",
    (zone) => {
      const start = Temporal.PlainDate.from("2025-01-01").toZonedDateTime(zone);
      const change = start.getTimeZoneTransition("next")?.epochMilliseconds ?? Number.NaN;
      for (const at of [change - 1, change, change + 1]) {
        const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
        expect(wallTimeAt(at, zone)).toBe(wallOf(time));
      }
    },
  );
});

describe("instantAt", () => {
  it("finds the instant of a wall time, also where the clocks show it twice or never", () => {
    const aroundChanges = fc
      .tuple(anyZone, anyInstant, fc.integer({ min: -180, max: 180 }))
      .map(([zone, at, minutes]) => {
        const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        const change = time.getTimeZoneTransition("next") ?? time;
        return { zone, wall: wallOf(change.toPlainDateTime().add({ minutes })) };
      });
    fc.assert(
      fc.property(aroundChanges, ({ zone, wall }) => {
        const time = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO("UTC").toPlainDateTime();
        const expected = time.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
        expect(instantAt(wall, zone)).toBe(expected);
      }),
      { numRuns: 150 },
    );
  });
});

it("keeps what it has found of so many zones at most", () => {
  const looks = vi.spyOn(Temporal.Instant, "fromEpochMilliseconds");
  const look = (zone: string) => {
    const before = looks.mock.calls.length;
    wallTimeAt(0, zone);
    return looks.mock.calls.length - before;
  };
  const many = zones.slice(0, zonesAreKept);
  for (const zone of many) look(zone);
  expect(many.map(look)).toEqual(many.map(() => 0));
  look(zones.at(-1) ?? "");
  expect(look("UTC")).toBe(1);
  looks.mockRestore();
});
