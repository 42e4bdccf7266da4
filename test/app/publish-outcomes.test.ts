import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countOutcomes } from "../../src/app/count-outcomes.ts";
import { publishOutcomes } from "../../src/app/publish-outcomes.ts";
import { addDays, atMinute, type Day, dayNamed, nameOf } from "../../src/conversation/calendar-day.ts";
import type { Experience, Following, OutcomeGroup } from "../../src/conversation/vocabulary.ts";
import { experiencesToCsv } from "../../src/operator/serve-experience.ts";
import type { DailyCount, EventCount, OutcomeEvent } from "../../src/ports.ts";
import { createBrain } from "../support/bot-under-test.ts";

const zone = "Europe/Paris";
const { campaigns } = createBrain(["meta", "whatsapp"]).world;
const noon = (day: Day) => atMinute(day, 12 * 60, zone);

function counts(month: string, told: Partial<Record<string, number>>, campaign = "meta"): DailyCount[] {
  return Object.entries(told).map(([what, count = 0]) => ({
    ...{ day: `${month}-01`, channel: "", campaign, language: "", count },
    what: `outcome-${what}` as OutcomeEvent,
  }));
}

const publish = (told: readonly DailyCount[], today = "2026-11-30") =>
  publishOutcomes(told, noon(dayNamed(today)), zone);
const groupsOf = (told: Record<string, number>) => publish(counts("2026-05", told))[0]?.groups;

describe("What became of objections", () => {
  it("is published by service and month: by days, refused and unanswered, rounded to five, with shares", () => {
    const told = { "confirmed-0": 41, "confirmed-2": 63, "confirmed-15": 22, refused: 38, unanswered: 20 };
    expect(publish(counts("2026-05", told))).toEqual([
      {
        ...{ campaign: "meta", from: "2026-05", to: "2026-05", halfWithin: 3 },
        groups: [
          { outcome: "confirmed", days: { from: 0, to: 0 }, people: 40, percent: 22 },
          { outcome: "confirmed", days: { from: 1, to: 3 }, people: 65, percent: 35 },
          { outcome: "confirmed", days: { from: 4 }, people: 20, percent: 11 },
          { outcome: "refused", people: 40, percent: 22 },
          { outcome: "unanswered", people: 20, percent: 11 },
        ],
      },
    ]);
  });

  it("is put together where fewer than 20 people are alone, and left out where that does not help", () => {
    expect(
      groupsOf({ "confirmed-0": 19, "confirmed-1": 1, "confirmed-8": 19, refused: 19, unanswered: 1 }),
    ).toEqual([
      { outcome: "confirmed", days: { from: 0 }, people: 40, percent: 67 },
      { outcome: "failed", people: 20, percent: 33 },
    ]);
    expect(groupsOf({ "confirmed-0": 60, refused: 19 })).toEqual([
      { outcome: "confirmed", days: { from: 0 }, people: 60 },
      { outcome: "failed" },
    ]);
    expect(groupsOf({ "confirmed-0": 19, refused: 60 })).toEqual([
      { outcome: "confirmed" },
      { outcome: "failed", people: 60 },
    ]);
  });

  it("looks the same whether nobody or a few are in what is put together", () => {
    const some = groupsOf({ "confirmed-0": 39, "confirmed-4": 1, refused: 39, unanswered: 1 });
    expect(groupsOf({ "confirmed-0": 40, refused: 40 })).toEqual(some);
  });

  it("waits until 50 people have told, month after month", () => {
    const told = [
      ...counts("2026-03", { "confirmed-0": 49 }),
      ...counts("2026-04", { "confirmed-0": 1 }),
      ...counts("2026-05", { "confirmed-0": 49 }),
      ...counts("2026-02", { refused: 50 }, "whatsapp"),
    ];
    expect(publish(told).map(({ campaign, from, to }) => [campaign, from, to])).toEqual([
      ["meta", "2026-02", "2026-04"],
      ["whatsapp", "2026-02", "2026-02"],
    ]);
  });

  it("waits until nothing can change any more, and a day longer", () => {
    const may = counts("2026-05", { "confirmed-0": 50 });
    expect([publish(may, "2026-07-15"), publish(may, "2026-07-16")].map(({ length }) => length)).toEqual([
      0, 1,
    ]);
  });

  it("says by when half were confirmed, unless that took over a month or too few were", () => {
    const halfOf = (told: Record<string, number>) => publish(counts("2026-05", told))[0]?.halfWithin;
    expect(halfOf({ "confirmed-0": 30, "confirmed-8": 30 })).toBe(0);
    expect(halfOf({ "confirmed-0": 29, "confirmed-8": 30 })).toBe(14);
    expect(halfOf({ "confirmed-0": 29, "confirmed-32": 30 })).toBeUndefined();
    expect(halfOf({ "confirmed-0": 19, refused: 50 })).toBeUndefined();
  });
});

/** Some people who did the same: when, what came of it, and what a part of them said later that it was after all. */
const crowd = fc.record({
  campaign: fc.constantFrom("meta", "whatsapp"),
  sentOn: fc.integer({ min: 0, max: 130 }),
  after: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 80 })),
  kind: fc.constantFrom("confirmed", "confirmed", "refused", "unanswered"),
  people: fc.integer({ min: 1, max: 45 }),
  corrected: fc.option(
    fc.record({
      after: fc.integer({ min: 0, max: 50 }),
      kind: fc.constantFrom("confirmed", "refused", undefined),
    }),
  ),
} as const);

interface Told {
  readonly kind: "confirmed" | "refused" | "unanswered";
  readonly on: Day;
}
/** One person as the test knows them; `counted` as they stood when their month was closed. */
interface Someone {
  readonly campaign: string;
  readonly sentOn: Day;
  told?: Told | undefined;
  counted?: Told | undefined;
}

const first = dayNamed("2026-01-01");
/** The 15th of the second month after the one of this day. */
function closingOf(day: Day): string {
  const [year = 0, month = 0] = nameOf(day).split("-").map(Number);
  return new Date(Date.UTC(year, month + 1, 15)).toISOString().slice(0, 10);
}

function followingOf({ campaign, sentOn, told }: Someone): Record<string, Following> {
  const account = campaign === "meta" ? "facebook" : campaign;
  return {
    [campaign]: {
      accounts: [account],
      linked: {},
      sent: { [account]: noon(sentOn) },
      outcomes: told ? { [account]: { kind: told.kind, at: noon(told.on) } } : {},
    },
  };
}

function isIn(
  { sentOn, counted, campaign }: Someone,
  of: Experience,
  { outcome, days }: OutcomeGroup,
): boolean {
  const month = nameOf(sentOn).slice(0, 7);
  if (counted === undefined || campaign !== of.campaign || month < of.from || month > of.to) return false;
  if (outcome === "failed") return counted.kind !== "confirmed";
  const took = counted.on - sentOn;
  return counted.kind === outcome && (!days || (took >= days.from && took <= (days.to ?? Infinity)));
}

/** The counts of outcomes, as a store keeps them. */
function createTally() {
  const kept = new Map<string, DailyCount>();
  return {
    all: () => [...kept.values()],
    async addCounts(day: string, added: readonly EventCount[]) {
      for (const each of added) {
        const key = [day, each.campaign, each.what].join();
        kept.set(key, { ...each, day, count: each.count + (kept.get(key)?.count ?? 0) });
      }
    },
  };
}

/** Someone says on this day what came of it; nothing, if they take back what they said. */
interface Act {
  readonly on: Day;
  readonly someone: Someone;
  readonly told: Told | undefined;
}

/** What all of these people say. */
function actsOf(
  crowds: readonly (typeof crowd extends fc.Arbitrary<infer Crowd> ? Crowd : never)[],
): readonly Act[] {
  return crowds.flatMap(({ campaign, sentOn, after, kind, people, corrected }) =>
    Array.from({ length: people }, (_, index): readonly Act[] => {
      const someone: Someone = { campaign, sentOn: addDays(first, sentOn) };
      const on = addDays(someone.sentOn, after);
      const later = addDays(on, corrected?.after ?? 0);
      const told = corrected?.kind && { kind: corrected.kind, on: later };
      const correction = { on: later, someone, told };
      return [{ on, someone, told: { kind, on } }, ...(corrected && index % 3 === 0 ? [correction] : [])];
    }).flat(),
  );
}

async function live({ on, someone, told }: Act, tally: ReturnType<typeof createTally>): Promise<void> {
  const before = { following: followingOf(someone) };
  someone.told = told;
  if (nameOf(on) < closingOf(someone.sentOn)) someone.counted = told;
  const facts = { campaigns, defaultZone: zone, now: noon(on) };
  await countOutcomes(tally, before, { following: followingOf(someone) }, facts);
}

/** Notes for each person the numbers in which they are counted; each must count 20 people or more. */
function noteNumbers(
  file: readonly Experience[],
  everyone: ReadonlySet<Someone>,
  numbersOf: Map<Someone, Set<string>>,
): void {
  for (const experience of file)
    for (const group of experience.groups.filter(({ people }) => people !== undefined)) {
      const counted = [...everyone].filter((someone) => isIn(someone, experience, group));
      expect(counted.length).toBeGreaterThanOrEqual(20);
      expect(group.people).toBe(Math.round(counted.length / 5) * 5);
      const name = JSON.stringify([experience.campaign, experience.from, experience.to, group]);
      for (const someone of counted) numbersOf.set(someone, (numbersOf.get(someone) ?? new Set()).add(name));
    }
}

/** How many people there are of each kind that the numbers tell apart. */
function toldApart(numbersOf: ReadonlyMap<Someone, ReadonlySet<string>>): readonly number[] {
  const kinds = new Map<string, number>();
  for (const numbers of numbersOf.values()) {
    const kind = [...numbers].sort().join();
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds.values()];
}

it("lets no numbers that were ever published tell fewer than 20 people apart, and changes none", async () => {
  let published = 0;
  const crowds = fc.array(crowd, { minLength: 5, maxLength: 60, size: "max" });
  const property = fc.asyncProperty(crowds, async (drawn) => {
    const acts = actsOf(drawn);
    const everyone = new Set(acts.map(({ someone }) => someone));
    const tally = createTally();
    const numbersOf = new Map<Someone, Set<string>>();
    let lines: readonly string[] = [];
    for (let day = first; day < addDays(first, 260); day = addDays(day, 1)) {
      for (const act of acts.filter(({ on }) => on === day)) await live(act, tally);
      const file = publishOutcomes(tally.all(), noon(day), zone);
      const now = experiencesToCsv(file).split("\r\n");
      expect(now).toEqual(expect.arrayContaining([...lines]));
      if (now.length > lines.length) noteNumbers(file, everyone, numbersOf);
      lines = now;
    }
    published += lines.length;
    expect(toldApart(numbersOf).filter((people) => people < 20)).toEqual([]);
  });
  await fc.assert(property, { numRuns: 15 });
  expect(published).toBeGreaterThan(50);
});
