import type { DailyCount } from "../ports.ts";

/** Counts of consecutive times are put together until they are of this many people. */
const fewestInPeriod = 50;
/** No group is smaller, and so is no difference of two numbers that are published at any time. */
export const fewestInGroup = 20;
const roundedTo = 5;

type Told = Pick<DailyCount, "count">;

/** What was counted from one time to another, both included. */
interface Period<Count> {
  readonly from: string;
  readonly to: string;
  readonly told: readonly Count[];
}

/**
 * Returns periods that hold enough people, in the order of these times. What comes after the last one
 * waits for later times.
 */
export function periodsOf<Count extends Told>(
  times: readonly string[],
  counts: readonly Count[],
  timeOf: (count: Count) => string,
): readonly Period<Count>[] {
  const periods: Period<Count>[] = [];
  let from = times[0] ?? "";
  for (const [index, to] of times.entries()) {
    const told = counts.filter((each) => timeOf(each) >= from && timeOf(each) <= to);
    if (sumOf(told) < fewestInPeriod) continue;
    periods.push({ from, to, told });
    from = times[index + 1] ?? "";
  }
  return periods;
}

/** Consecutive groups that were put together, by the indexes of the first and the last. */
interface Merged {
  readonly first: number;
  readonly last: number;
  readonly people: number;
}

/**
 * Puts groups together until none is too small: one with too few people joins the next one; the last
 * ones join the one before them, also if they are empty, as it must not show whether anyone is in them.
 * None if all are too few.
 */
export function mergeSmall(groups: readonly number[]): readonly Merged[] {
  const merged: Merged[] = [];
  let first = 0;
  let people = 0;
  for (const [last, more] of groups.entries()) {
    people += more;
    if (people < fewestInGroup) continue;
    merged.push({ first, last, people });
    first = last + 1;
    people = 0;
  }
  const end = merged.pop();
  return end === undefined
    ? []
    : [...merged, { first: end.first, last: groups.length - 1, people: end.people + people }];
}

export function roundedCount(people: number): number {
  return Math.round(people / roundedTo) * roundedTo;
}

export function sumOf(counts: readonly Told[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}
