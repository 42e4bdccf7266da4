import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type Campaign, campaignSchema } from "../../src/campaigns/schema.ts";
import { dayNamed, sameWallTime, slotOfDay, slotOfInstant } from "../../src/conversation/calendar-day.ts";
import {
  instantOnDay,
  instantOnNamedDay,
  offeredSlots,
} from "../../src/conversation/reminders/offered-slots.ts";
import {
  allowedAfter,
  allowedBetween,
  daysLeft,
  judgeInstant,
  nearestHours,
  nextAllowed,
  phaseOf,
  phaseUntil,
  trueUntil,
} from "../../src/conversation/schedule.ts";

const paris = "Europe/Paris";
const step = { kind: "form", links: ["https://example.org/form"] };
const file = {
  id: "service",
  position: 1,
  accounts: [{ id: "account", step }],
  domains: ["example.org"],
  help: [],
  facts: {},
};
const evergreen: Campaign = campaignSchema.parse(file);
const dated: Campaign = campaignSchema.parse({
  ...file,
  dates: {
    lastDay: "2025-05-26",
    starts: "2025-05-27",
    zone: paris,
    remindDaysBefore: [7, 3, 1],
  },
});

function at(wallTime: string, zone = paris): number {
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone).epochMilliseconds;
}

function wall(instant: number, zone = paris): string {
  const time = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime();
  return time.toString({ smallestUnit: "second" }).replace(/:00$/, "");
}

function offers(campaign: Campaign, now: string, randomFraction = 0, zone = paris): readonly string[] {
  return offeredSlots(campaign, { now: at(now, zone), randomFraction }, zone).map(
    (slot) => `${slot.id} ${wall(slot.at, zone)}`,
  );
}

describe("phaseOf", () => {
  it("switches at the midnights of the campaign's zone", () => {
    expect(phaseOf(dated, at("2025-05-25T23:59:59"))).toBe("before");
    expect(phaseOf(dated, at("2025-05-26T00:00"))).toBe("last-day");
    expect(phaseOf(dated, at("2025-05-26T23:59:59"))).toBe("last-day");
    expect(phaseOf(dated, at("2025-05-27T00:00"))).toBe("after");
    expect(phaseOf(evergreen, at("2025-05-27T00:00"))).toBe("evergreen");
  });
});

describe("phaseUntil", () => {
  it("is the moment at which the next phase begins, and never once there is none", () => {
    expect(phaseUntil(dated, at("2025-05-20T10:00"))).toBe(at("2025-05-26T00:00"));
    expect(phaseUntil(dated, at("2025-05-26T00:00"))).toBe(at("2025-05-27T00:00"));
    expect(phaseUntil(dated, at("2025-05-27T00:00"))).toBe(Number.POSITIVE_INFINITY);
    expect(phaseUntil(evergreen, at("2025-05-20T10:00"))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("allowedAfter", () => {
  it.each([
    ["2025-05-20T10:00", 2.5, "2025-05-20T12:30"],
    ["2025-05-20T10:00", 11, "2025-05-20T21:00"],
    ["2025-05-20T20:00", 2, "2025-05-21T10:00"],
    ["2025-05-20T22:00", 0, "2025-05-21T09:00"],
    ["2025-05-20T10:00", 24, "2025-05-22T10:00"],
    // The night in which the clocks are put forward.
    ["2025-03-29T12:00", 12, "2025-03-30T12:00"],
  ])("from %s on, %s hours by day have passed at %s", (from, hours, end) => {
    expect(wall(allowedAfter(at(from), hours * 3_600_000, paris))).toBe(end);
  });
});

describe("allowedBetween", () => {
  it.each([
    ["2025-05-20T10:00", "2025-05-20T12:30", 2.5],
    ["2025-05-20T20:00", "2025-05-21T10:00", 2],
    ["2025-05-20T00:00", "2025-05-23T00:00", 36],
    ["2025-05-20T21:00", "2025-05-21T09:00", 0],
    // The night in which the clocks are put forward.
    ["2025-03-29T12:00", "2025-03-30T12:00", 12],
    ["2025-05-20T12:00", "2025-05-20T10:00", 0],
  ])("from %s to %s gives %s hours by day", (from, to, hours) => {
    expect(allowedBetween(at(from), at(to), paris) / 3_600_000).toBe(hours);
  });
});

describe("daysLeft", () => {
  it("counts calendar days to the last day, whatever the hour", () => {
    expect(daysLeft(dated, at("2025-05-20T00:00"))).toBe(6);
    expect(daysLeft(dated, at("2025-05-20T23:59"))).toBe(6);
    expect(daysLeft(dated, at("2025-04-20T23:59"))).toBe(36);
    expect(daysLeft(dated, at("2025-05-25T23:59"))).toBe(1);
    expect(daysLeft(dated, at("2025-05-26T12:00"))).toBe(0);
    expect(daysLeft(dated, at("2025-06-26T12:00"))).toBe(0);
    expect(daysLeft(evergreen, at("2025-05-20T12:00"))).toBe(0);
  });
});

describe("offeredSlots", () => {
  it("offers a week, three days and the day before, in the afternoon, as long as they are ahead", () => {
    expect(offers(dated, "2025-05-10T10:00")).toEqual([
      "days-7 2025-05-19T14:00",
      "days-3 2025-05-23T14:00",
      "days-1 2025-05-25T14:00",
    ]);
    expect(offers(dated, "2025-05-19T15:00", 0.999)).toEqual([
      "days-7 2025-05-19T17:45",
      "days-3 2025-05-23T17:45",
      "days-1 2025-05-25T17:45",
    ]);
    expect(offers(dated, "2025-05-19T15:00")).toEqual(["days-3 2025-05-23T14:00", "days-1 2025-05-25T14:00"]);
  });

  it("offers the last morning when no afternoon is ahead any more", () => {
    expect(offers(dated, "2025-05-25T18:00")).toEqual(["last-morning 2025-05-26T10:00"]);
    expect(offers(dated, "2025-05-25T23:00", 0.999)).toEqual(["last-morning 2025-05-26T11:45"]);
  });

  it("offers this evening on the last day, while there is room", () => {
    expect(offers(dated, "2025-05-26T09:00")).toEqual(["this-evening 2025-05-26T18:00"]);
    expect(offers(dated, "2025-05-26T19:00:20")).toEqual(["this-evening 2025-05-26T19:45"]);
    expect(offers(dated, "2025-05-26T09:00", 0.9999)).toEqual(["this-evening 2025-05-26T20:45"]);
    expect(offers(dated, "2025-05-26T20:15")).toEqual(["this-evening 2025-05-26T20:45"]);
    expect(offers(dated, "2025-05-26T20:16")).toEqual([]);
    expect(offers(dated, "2025-05-26T23:16")).toEqual([]);
  });

  it("offers nothing after the end of the campaign's last day to people who live west of it", () => {
    const newYork = "America/New_York";
    expect(offers(dated, "2025-05-26T09:00", 0.9999, newYork)).toEqual(["this-evening 2025-05-26T17:45"]);
    expect(offers(dated, "2025-05-26T09:00", 0, "America/Los_Angeles")).toEqual([]);
    expect(offers(dated, "2025-05-25T21:00", 0, newYork)).toEqual([]);
  });

  it("offers tomorrow, the weekend and in a week, each on another day", () => {
    for (const campaign of [evergreen, dated])
      expect(offers(campaign, "2026-11-25T10:00")).toEqual([
        "tomorrow 2026-11-26T14:00",
        "weekend 2026-11-28T14:00",
        "in-a-week 2026-12-02T14:00",
      ]);
    expect(offers(evergreen, "2026-11-27T10:00")[1]).toBe("weekend 2026-11-29T14:00");
    expect(offers(evergreen, "2026-11-28T10:00")).toEqual([
      "tomorrow 2026-11-29T14:00",
      "in-a-week 2026-12-05T14:00",
    ]);
    expect(offers(evergreen, "2026-11-29T10:00")[1]).toBe("weekend 2026-12-05T14:00");
  });

  it("gives the same slot for the same day, whatever the randomFraction", () => {
    const slots = (randomFraction: number) =>
      offeredSlots(dated, { now: at("2025-05-10T10:00"), randomFraction }, paris).map(({ slot }) => slot);
    expect(slots(0.1)).toEqual(["day:2025-05-19", "day:2025-05-23", "day:2025-05-25"]);
    expect(slots(0.9)).toEqual(slots(0.1));
  });

  it("spreads evenly over the quarter hours of the afternoon", () => {
    const offered = Array.from({ length: 160 }, (_, index) =>
      offers(dated, "2025-05-10T10:00", (index + 0.5) / 160),
    );
    const times = new Map<string, number>();
    for (const [, , last = ""] of offered) times.set(last.slice(-5), (times.get(last.slice(-5)) ?? 0) + 1);
    const quarters = ["14", "15", "16", "17"].flatMap((hour) =>
      ["00", "15", "30", "45"].map((minute) => `${hour}:${minute}`),
    );
    expect(times).toEqual(new Map(quarters.map((time) => [time, 10])));
  });

  it("keeps every offer ahead of now, within 09:00–21:00 and before the deadline, anywhere and at any time", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    fc.assert(
      fc.property(
        fc.constantFrom(dated, evergreen),
        fc.integer({ min: at("2025-03-01T00:00"), max: at("2026-12-01T00:00") }),
        fc.constantFrom(...zones),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (campaign, now, zone, randomFraction) => {
          const offered = offeredSlots(campaign, { now, randomFraction }, zone);
          const days = new Set(offered.map(({ slot }) => slot));
          expect(days.size).toBe(offered.length);
          for (const slot of offered) {
            const clock = wall(slot.at, zone).slice(11);
            expect(["00", "15", "30", "45"]).toContain(clock.slice(3));
            expect(clock >= "09:00" && clock < "21:00").toBe(true);
            expect(slot.at).toBeGreaterThan(now);
            expect(slot.slot).toBe(slotOfDay(wall(slot.at, zone).slice(0, 10)));
            expect(judgeInstant(slot.at, campaign, now, zone)).toBe("fine");
          }
          const phase = phaseOf(campaign, now);
          const fewest = phase === "after" || phase === "evergreen" ? 2 : 0;
          expect(offered.length).toBeGreaterThanOrEqual(fewest);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what is said about the date", () => {
  it("is true until the next midnight of the campaign's zone, and for good once the date is past", () => {
    expect(wall(trueUntil(dated, at("2025-05-20T10:00")))).toBe("2025-05-21T00:00");
    expect(wall(trueUntil(dated, at("2025-05-26T10:00")))).toBe("2025-05-27T00:00");
    expect(trueUntil(dated, at("2025-05-27T00:00"))).toBe(Number.POSITIVE_INFINITY);
    expect(trueUntil(evergreen, at("2025-05-20T10:00"))).toBe(Number.POSITIVE_INFINITY);
  });

  it("is true from the last day on until the use begins, if that is days later", () => {
    const dates = { lastDay: "2025-05-26", starts: "2025-05-30", zone: paris, remindDaysBefore: [1] };
    const late: Campaign = campaignSchema.parse({ ...file, dates });
    expect(wall(trueUntil(late, at("2025-05-25T23:59")))).toBe("2025-05-26T00:00");
    expect(wall(trueUntil(late, at("2025-05-26T00:00")))).toBe("2025-05-30T00:00");
    expect(wall(trueUntil(late, at("2025-05-28T10:00")))).toBe("2025-05-30T00:00");
  });
});

describe("an hour that was typed", () => {
  const now = at("2025-05-20T10:00");

  it("is judged by the first reason against it", () => {
    expect(judgeInstant(at("2025-05-20T10:00"), dated, now, paris)).toBe("past");
    expect(judgeInstant(at("2025-05-19T22:00"), dated, now, paris)).toBe("past");
    expect(judgeInstant(at("2025-05-26T22:30"), dated, now, paris)).toBe("fine");
    expect(judgeInstant(at("2025-05-26T22:31"), dated, now, paris)).toBe("quiet");
    expect(judgeInstant(at("2025-05-25T06:59"), dated, now, paris)).toBe("quiet");
    expect(judgeInstant(at("2025-05-25T07:00"), dated, now, paris)).toBe("fine");
    expect(judgeInstant(at("2025-05-27T00:00"), dated, now, paris)).toBe("after-deadline");
    expect(judgeInstant(at("2025-05-28T10:00"), evergreen, now, paris)).toBe("fine");
    expect(judgeInstant(at("2026-05-21T10:00"), evergreen, now, paris)).toBe("fine");
    expect(judgeInstant(at("2026-05-21T10:01"), evergreen, now, paris)).toBe("too-far");
  });

  it("knows no deadline once the campaign's date is past", () => {
    const later = at("2026-11-25T10:00");
    expect(judgeInstant(at("2026-11-26T10:00"), dated, later, paris)).toBe("fine");
  });

  it("gets the evening before and the morning after, if it falls in the night", () => {
    const near = (wallTime: string, from = now) =>
      nearestHours(at(wallTime), dated, from, paris).map((instant) => wall(instant));
    expect(near("2025-05-22T23:00")).toEqual(["2025-05-22T20:30", "2025-05-23T09:00"]);
    expect(near("2025-05-22T22:31")).toEqual(["2025-05-22T20:30", "2025-05-23T09:00"]);
    expect(near("2025-05-22T21:00")).toEqual([]);
    expect(near("2025-05-22T06:00")).toEqual(["2025-05-21T20:30", "2025-05-22T09:00"]);
    expect(near("2025-05-22T03:00")).toEqual(["2025-05-21T20:30", "2025-05-22T09:00", "2025-05-22T15:00"]);
    expect(near("2025-05-26T23:00")).toEqual(["2025-05-26T20:30"]);
    expect(near("2025-05-20T23:00", at("2025-05-20T20:45"))).toEqual(["2025-05-21T09:00"]);
    expect(near("2025-05-26T23:00", at("2025-05-26T21:30"))).toEqual([]);
    expect(near("2025-05-22T12:00")).toEqual([]);
  });

  it("is put off to the morning if it falls in the night", () => {
    const next = (wallTime: string) => wall(nextAllowed(at(wallTime), paris));
    expect(next("2025-05-22T20:59")).toBe("2025-05-22T20:59");
    expect(next("2025-05-22T21:00")).toBe("2025-05-23T09:00");
    expect(next("2025-05-22T00:00")).toBe("2025-05-22T09:00");
    expect(next("2025-05-22T09:00")).toBe("2025-05-22T09:00");
  });

  it("goes out at the hour from 7:00 to 22:30 that a person has named", () => {
    const next = (wallTime: string) => wall(nextAllowed(at(wallTime), paris, { isNamed: true }));
    expect(next("2025-05-22T07:00")).toBe("2025-05-22T07:00");
    expect(next("2025-05-22T22:30")).toBe("2025-05-22T22:30");
    expect(next("2025-05-22T22:31")).toBe("2025-05-23T09:00");
    expect(next("2025-05-22T06:59")).toBe("2025-05-22T09:00");
  });

  it("keeps its place on the clock when the zone changes", () => {
    const instant = at("2025-05-22T18:00");
    const moved = sameWallTime(instant, paris, "America/Toronto");
    expect(wall(moved, "America/Toronto")).toBe("2025-05-22T18:00");
    expect(moved - instant).toBe(6 * 3_600_000);
  });

  it("has a slot that names it as the clocks show it", () => {
    expect(slotOfInstant(at("2025-05-20T18:00"), paris)).toBe("at:2025-05-20T18:00");
  });

  it("is still ahead if only today was typed: in the afternoon, then in the evening, and before the deadline", () => {
    const today = (now: string, randomFraction: number, zone = paris) => {
      const day = dayNamed(now.slice(0, 10));
      return wall(instantOnNamedDay(day, dated, { now: at(now, zone), randomFraction }, zone), zone);
    };
    expect(today("2025-05-20T10:00", 0)).toBe("2025-05-20T14:00");
    expect(today("2025-05-20T16:30", 0)).toBe("2025-05-20T17:00");
    expect(today("2025-05-20T16:30", 0.999)).toBe("2025-05-20T17:45");
    expect(today("2025-05-26T18:00", 0)).toBe("2025-05-26T18:30");
    expect(today("2025-05-26T10:00", 0.999, "America/New_York")).toBe("2025-05-26T17:45");
    expect(today("2025-05-26T10:00", 0.999, "America/Los_Angeles")).toBe("2025-05-26T14:45");
    // Nothing is ahead of the evening: it is told that today has passed.
    expect(today("2025-05-20T20:30", 0.5)).toBe("2025-05-20T16:00");
  });

  it("is an afternoon hour if only a day was typed", () => {
    const saturday = dayNamed("2025-05-24");
    expect(wall(instantOnDay(saturday, paris, 0))).toBe("2025-05-24T14:00");
    expect(wall(instantOnDay(saturday, paris, 0.5))).toBe("2025-05-24T16:00");
    expect(wall(instantOnDay(saturday, "Asia/Tokyo", 0.999), "Asia/Tokyo")).toBe("2025-05-24T17:45");
  });
});
