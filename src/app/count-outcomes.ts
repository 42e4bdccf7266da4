import type { Campaign } from "../campaigns/schema.ts";
import { localDay } from "../conversation/calendar-day.ts";
import { objectionsIn } from "../conversation/objections.ts";
import type { Facts, Following, Instant, Person, Zone } from "../conversation/vocabulary.ts";
import type { DailyCount, Transaction } from "../ports.ts";
import { day } from "../support/durations.ts";
import { monthBefore, monthOf } from "./charges.ts";

/** The spans of days in which confirmations are counted, by their first day. */
export const spans = [0, 1, 2, 4, 8, 15, 32] as const;
/** How long outcomes are counted after the month that follows the month of sending. */
const countedFor = 14 * day;

/** Returns the first of the months of sending whose outcomes are still counted at `now`. */
export function firstOpenMonth(now: Instant, zone: Zone): string {
  return monthBefore(monthOf(now - countedFor, zone));
}

/**
 * Adds what a step changes in the outcomes that are counted: one for each person and service, under
 * the month of sending. What is taken back counts negatively. A month that is closed stays as it is.
 */
export async function countOutcomes(
  transaction: Pick<Transaction, "addCounts">,
  before: Pick<Person, "following">,
  after: Pick<Person, "following">,
  facts: Pick<Facts, "campaigns" | "defaultZone" | "now">,
): Promise<void> {
  const changed = [...facts.campaigns.values()].flatMap((campaign) =>
    changeIn(campaign, before.following[campaign.id], after.following[campaign.id], facts.defaultZone),
  );
  // Most steps change no outcome.
  if (changed.length === 0) return;
  const open = firstOpenMonth(facts.now, facts.defaultZone);
  // Sorted: two transactions that lock rows in different orders could wait for each other.
  const sorted = changed.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  for (const { day: month, ...count } of sorted)
    if (month >= open) await transaction.addCounts(month, [count]);
}

function changeIn(
  campaign: Campaign,
  before: Following | undefined,
  after: Following | undefined,
  zone: Zone,
): readonly DailyCount[] {
  if (before === after) return [];
  const [was, is] = [before, after].map((following) => following && firstOutcome(campaign, following, zone));
  if (was && is && keyOf(was) === keyOf(is)) return [];
  return [...(was ? [{ ...was, count: -1 }] : []), ...(is ? [is] : [])];
}

/** Counts the outcome that a person told first, of the objections sent on a day that they told. */
function firstOutcome(campaign: Campaign, following: Following, zone: Zone): DailyCount | undefined {
  const [first] = objectionsIn(campaign, following)
    .flatMap(({ sentAt, outcome }) => (sentAt && outcome ? [{ sentAt, ...outcome }] : []))
    .toSorted((one, other) => one.at - other.at);
  if (first === undefined) return undefined;
  const days = localDay(first.at, zone) - localDay(first.sentAt, zone);
  // None if the day of sending was told anew, and is later than the outcome.
  const span = spans.findLast((from) => from <= days);
  if (span === undefined) return undefined;
  const what = first.kind === "confirmed" ? (`confirmed-${span}` as const) : first.kind;
  return {
    day: `${monthOf(first.sentAt, zone)}-01`,
    channel: "",
    campaign: campaign.id,
    language: "",
    what: `outcome-${what}`,
    count: 1,
  };
}

function keyOf({ day, campaign, what }: DailyCount): string {
  return [day, campaign, what].join();
}
