import type { CampaignId } from "../campaigns/schema.ts";
import type { Experience, Instant, OutcomeGroup, Zone } from "../conversation/vocabulary.ts";
import type { DailyCount, OutcomeEvent } from "../ports.ts";
import { day } from "../support/durations.ts";
import { monthIn } from "./charges.ts";
import { firstOpenMonth, spans } from "./count-outcomes.ts";
import { fewestInGroup, mergeSmall, periodsOf, roundedCount, sumOf } from "./small-groups.ts";

/**
 * Returns what may be published of these counts, by campaign and in the order of the months. Only
 * closed months are: what is published once stays as it is. No number contains another, and no total is
 * given, so that what is left out cannot be had by subtracting.
 */
export function publishOutcomes(
  counts: readonly DailyCount[],
  now: Instant,
  zone: Zone,
): readonly Experience[] {
  // A transaction that began in time may end a little later.
  const open = firstOpenMonth(now - day, zone);
  // Below zero only if something told before outcomes were counted was taken back.
  const closed = counts.filter(
    ({ day, what, count }) => day < open && what.startsWith("outcome-") && count > 0,
  );
  const months = [...new Set(closed.map((each) => monthIn(each.day)))].toSorted();
  const campaigns = [...new Set(closed.map(({ campaign }) => campaign))].toSorted();
  return campaigns.flatMap((campaign) =>
    publishCampaign(
      campaign,
      months,
      closed.filter((each) => each.campaign === campaign),
    ),
  );
}

function publishCampaign(
  campaign: CampaignId,
  months: readonly string[],
  counts: readonly DailyCount[],
): readonly Experience[] {
  return periodsOf(months, counts, (each) => monthIn(each.day)).map(({ from, to, told }) => {
    const groups = withShares([...confirmations(told), ...failures(told)]);
    return { campaign, from, to, ...halfOf(told), groups };
  });
}

function confirmations(counts: readonly DailyCount[]): readonly OutcomeGroup[] {
  const merged = mergeSmall(spans.map((span) => sum(counts, `outcome-confirmed-${span}`)));
  if (merged.length === 0) return [{ outcome: "confirmed" }];
  return merged.map(({ first, last, people }) => {
    const days = { from: spans[first] ?? 0, ...lastDay(spans[last]) };
    return { outcome: "confirmed", days, people };
  });
}

/** Refusals and silence: together, if either are too few. */
function failures(counts: readonly DailyCount[]): readonly OutcomeGroup[] {
  const refused = sum(counts, "outcome-refused");
  const unanswered = sum(counts, "outcome-unanswered");
  if (Math.min(refused, unanswered) >= fewestInGroup)
    return [
      { outcome: "refused", people: refused },
      { outcome: "unanswered", people: unanswered },
    ];
  const people = refused + unanswered;
  return [{ outcome: "failed", ...(people >= fewestInGroup && { people }) }];
}

/** Rounds the numbers, and adds the shares: from the rounded numbers, so that they tell no more. */
function withShares(groups: readonly OutcomeGroup[]): readonly OutcomeGroup[] {
  const rounded = groups.map(
    ({ people, ...group }): OutcomeGroup =>
      people === undefined ? group : { ...group, people: roundedCount(people) },
  );
  const all = rounded.reduce((total, { people = 0 }) => total + people, 0);
  if (rounded.some(({ people }) => people === undefined)) return rounded;
  return rounded.map((group) => ({ ...group, percent: Math.round(((group.people ?? 0) / all) * 100) }));
}

/** By how many days at most half of the confirmations had been told. */
function halfOf(counts: readonly DailyCount[]): Pick<Experience, "halfWithin"> {
  const byDays = spans.map((span) => sum(counts, `outcome-confirmed-${span}`));
  const all = byDays.reduce((total, people) => total + people, 0);
  const half = spans.find(
    (_, index) => byDays.slice(0, index + 1).reduce((total, people) => total + people, 0) * 2 >= all,
  );
  const { to } = lastDay(half);
  return all < fewestInGroup || to === undefined ? {} : { halfWithin: to };
}

/** Returns the last day of a span; none for the last span. */
function lastDay(span: number | undefined = 0): { readonly to?: number } {
  const next = spans.find((from) => from > span);
  return next === undefined ? {} : { to: next - 1 };
}

/** Counts the people with this outcome. */
function sum(counts: readonly DailyCount[], what: OutcomeEvent): number {
  return sumOf(counts.filter((each) => each.what === what));
}
