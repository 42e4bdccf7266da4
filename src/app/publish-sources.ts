import { addDays, dayNamed, localDay, nameOf } from "../conversation/calendar-day.ts";
import { type Instant, type Stage, stages, type Zone } from "../conversation/vocabulary.ts";
import type { DailyCount } from "../ports.ts";
import { day } from "../support/durations.ts";
import { isBySource, sourceIsKept } from "./count-sources.ts";
import { mergeSmall, periodsOf, roundedCount, sumOf } from "./small-groups.ts";

/** How far the people came who were led here by a page, in whole weeks. It never changes. */
export interface SourcePeriod {
  readonly source: string;
  /** The first day, a Monday, and the last. */
  readonly from: string;
  readonly to: string;
  /**
   * How many reached each stage or one after it, rounded to five. A stage is absent if fewer than 20 people
   * would stand between it and the one before.
   */
  readonly reached: Readonly<Partial<Record<Stage, number>>>;
}

/** A count of a source, read. */
interface SourceCount {
  readonly source: string;
  readonly stage: Stage;
  readonly week: string;
  readonly count: number;
}

/**
 * Returns what may be shown of these counts: by source, in the order of the weeks. Only closed weeks are,
 * once the last who came in them has no source any more.
 */
export function publishSources(
  counts: readonly DailyCount[],
  now: Instant,
  zone: Zone,
): readonly SourcePeriod[] {
  // A day longer, as counts are written a little later.
  const closed = weekOf(nameOf(localDay(now - sourceIsKept - day, zone)));
  // Below zero only if a process ended before it had written all.
  const found = counts.flatMap(readCount).filter(({ week, count }) => week < closed && count > 0);
  const weeks = [...new Set(found.map(({ week }) => week))].toSorted();
  const sources = [...new Set(found.map(({ source }) => source))].toSorted();
  return sources.flatMap((source) => {
    const ofSource = found.filter((each) => each.source === source);
    return periodsOf(weeks, ofSource, ({ week }) => week).map(({ from, to, told }) => {
      return { source, from, to: nameOf(addDays(dayNamed(to), 6)), reached: reachedBy(told) };
    });
  });
}

function readCount(counted: DailyCount): readonly SourceCount[] {
  const { day, what, count } = counted;
  const stage = stages.find((each) => what.endsWith(`-${each}`));
  if (!isBySource(counted) || stage === undefined) return [];
  return [{ source: what.slice("from-".length, -stage.length - 1), stage, week: weekOf(day), count }];
}

/** Returns the Monday of a day's week. */
function weekOf(name: string): string {
  // 1970-01-01 was a Thursday.
  const number = dayNamed(name);
  return nameOf(addDays(number, -((number + 3) % 7)));
}

/** Small groups join those that came less far, so that "done" is the last to be left out. */
function reachedBy(counts: readonly SourceCount[]): SourcePeriod["reached"] {
  const furthestFirst = stages.toReversed();
  const groups = mergeSmall(
    furthestFirst.map((stage) => sumOf(counts.filter((each) => each.stage === stage))),
  );
  const reached = groups.map(({ last }, index) => {
    const further = groups.slice(0, index + 1).map(({ people }) => roundedCount(people));
    return [furthestFirst[last], further.reduce((sum, people) => sum + people, 0)] as const;
  });
  return Object.fromEntries(reached.toReversed());
}
