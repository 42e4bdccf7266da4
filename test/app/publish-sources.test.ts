import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followSource } from "../../src/app/count-sources.ts";
import { publishSources, type SourcePeriod } from "../../src/app/publish-sources.ts";
import { addDays, atMinute, type Day, dayNamed, nameOf } from "../../src/conversation/calendar-day.ts";
import { type Source, type Stage, stages } from "../../src/conversation/vocabulary.ts";
import type { DailyCount } from "../../src/ports.ts";

const zone = "Europe/Paris";
const noon = (day: Day) => atMinute(day, 12 * 60, zone);

function counts(day: string, told: Partial<Record<Stage, number>>, source = "article-1"): DailyCount[] {
  return stages.map((stage) => ({
    ...{ day, channel: "", campaign: "", language: "" },
    what: `from-${source}-${stage}`,
    count: told[stage] ?? 0,
  }));
}

const publish = (told: readonly DailyCount[], today = "2026-11-30") =>
  publishSources(told, noon(dayNamed(today)), zone);
const reachedIn = (told: Partial<Record<Stage, number>>) => publish(counts("2026-05-20", told))[0]?.reached;

describe("How far people came who were led here by a page", () => {
  it("is shown by source and week: how many reached each stage, rounded to five", () => {
    const told = counts("2026-05-20", { begun: 41, "steps-shown": 63, "reminder-set": 22, done: 38 });
    expect(publish([...told, ...counts("2026-05-24", { done: 60 }, "x-done")])).toEqual([
      {
        ...{ source: "article-1", from: "2026-05-18", to: "2026-05-24" },
        reached: { begun: 165, "steps-shown": 125, "reminder-set": 60, done: 40 },
      },
      { source: "x-done", from: "2026-05-18", to: "2026-05-24", reached: { begun: 60 } },
    ]);
  });

  it("leaves out a stage that would tell fewer than 20 people from the one before, or from those who did it", () => {
    expect(reachedIn({ begun: 19, "steps-shown": 60, "reminder-set": 19, done: 1 })).toEqual({
      begun: 100,
      "reminder-set": 20,
    });
    expect(reachedIn({ begun: 60, "steps-shown": 19 })).toEqual({ begun: 80 });
    expect(reachedIn({ begun: 60, "steps-shown": 0, done: 20 })).toEqual({ begun: 80, done: 20 });
  });

  it("waits until 50 people have come, week after week, and until the week is closed", () => {
    const told = [...counts("2026-05-11", { begun: 49 }), ...counts("2026-05-20", { begun: 1 })];
    expect(publish(told)).toMatchObject([{ from: "2026-05-11", to: "2026-05-24" }]);
    expect(publish(told, "2026-06-01")).toEqual([]);
    expect(publish(told, "2026-06-02")).toHaveLength(1);
    expect(publish(counts("2026-05-11", { begun: 49 }))).toEqual([]);
  });
});

/** Some people who came on the same day by the same page, and how far they came on which day after it. */
const crowd = fc.record({
  source: fc.constantFrom("article-1", "other"),
  cameOn: fc.integer({ min: 0, max: 40 }),
  reached: fc.array(fc.record({ after: fc.integer({ min: 0, max: 9 }), stage: fc.constantFrom(...stages) }), {
    maxLength: 3,
  }),
  people: fc.integer({ min: 1, max: 45 }),
});

interface Someone {
  readonly source: string;
  readonly cameOn: Day;
  readonly steps: readonly { readonly on: Day; readonly stage: Stage }[];
  held?: Source | undefined;
  /** Where they stand, as long as it counts. */
  at: Stage;
}

const first = dayNamed("2026-03-30");

/** Lets everyone live through a day; returns what that adds to the counts. */
function live(everyone: readonly Someone[], day: Day): readonly DailyCount[] {
  return everyone.flatMap((someone) => {
    const reached = someone.steps.filter(({ on }) => on === day).map(({ stage }) => stage);
    const given = someone.cameOn === day ? someone.source : undefined;
    const { source, counts } = followSource(someone.held, given, reached, noon(day), zone);
    if (counts.length > 0) someone.at = counts.at(-1)?.what.replace(/^from-(article-1|other)-/, "") as Stage;
    someone.held = source;
    return counts;
  });
}

const isIn = ({ source, cameOn }: Someone, period: SourcePeriod) =>
  source === period.source && nameOf(cameOn) >= period.from && nameOf(cameOn) <= period.to;

type Crowd = typeof crowd extends fc.Arbitrary<infer Drawn> ? Drawn : never;

function everyoneOf(crowds: readonly Crowd[]): readonly Someone[] {
  return crowds.flatMap(({ source, cameOn, reached, people }) =>
    Array.from({ length: people }, (): Someone => {
      const came = addDays(first, cameOn);
      const steps = reached.map(({ after, stage }) => ({ on: addDays(came, after), stage }));
      return { source, cameOn: came, steps, at: "begun" };
    }),
  );
}

function add(tally: Map<string, DailyCount>, each: DailyCount): void {
  const key = each.day + each.what;
  tally.set(key, { ...each, count: each.count + (tally.get(key)?.count ?? 0) });
}

/** The numbers in which someone is counted. */
function numbersOf(someone: Someone, periods: readonly SourcePeriod[]): string {
  const numbers = periods
    .filter((period) => isIn(someone, period))
    .flatMap(({ source, from, reached }) =>
      stages
        .slice(0, stages.indexOf(someone.at) + 1)
        .flatMap((stage) => (reached[stage] === undefined ? [] : [`${source} ${from} ${stage}`])),
    );
  return numbers.join();
}

it("tells no fewer than 20 people apart by all that it ever shows, and changes nothing of it", () => {
  let shown = 0;
  const crowds = fc.array(crowd, { minLength: 10, maxLength: 60, size: "max" });
  const property = fc.property(crowds, (drawn) => {
    const everyone = everyoneOf(drawn);
    const tally = new Map<string, DailyCount>();
    let periods: readonly SourcePeriod[] = [];
    let known: readonly string[] = [];
    for (let day = first; day < addDays(first, 70); day = addDays(day, 1)) {
      for (const each of live(everyone, day)) add(tally, each);
      periods = publish([...tally.values()], nameOf(day));
      const shownNow = new Set(periods.map((period) => JSON.stringify(period)));
      expect(known.filter((period) => !shownNow.has(period))).toEqual([]);
      known = [...shownNow];
    }
    const kinds = new Map<string, number>();
    for (const numbers of everyone.map((someone) => numbersOf(someone, periods)))
      kinds.set(numbers, (kinds.get(numbers) ?? 0) + 1);
    // Who is in no number is in none that could be subtracted.
    kinds.delete("");
    shown += periods.length;
    expect([...kinds.values()].filter((people) => people < 20)).toEqual([]);
  });
  fc.assert(property, { numRuns: 30 });
  expect(shown).toBeGreaterThan(50);
});
