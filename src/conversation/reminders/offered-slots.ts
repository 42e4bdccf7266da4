import type { Campaign } from "../../campaigns/schema.ts";
import { minute } from "../../support/durations.ts";
import { addDays, atMinute, type Day, dayNamed, localDay, nameOf, slotOfDay } from "../calendar-day.ts";
import { judgeInstant, phaseOf } from "../schedule.ts";
import type { Facts, Instant, Zone } from "../vocabulary.ts";

/** A moment offered for a reminder. `id` names the offer, `slot` the reminder that it sets. */
export interface OfferedSlot {
  readonly id: string;
  readonly slot: string;
  readonly at: Instant;
}

/** What counts of a campaign for a reminder. */
type Dated = Pick<Campaign, "dates" | "instants">;

/** The least time from now to a moment that the bot chooses today, in milliseconds. */
const notice = 30 * minute;

/** The quarter hours at which reminders are offered, in minutes since midnight. */
const morning = quarterHours(10, 12);
const afternoon = quarterHours(14, 18);
/** West of the campaign's zone its last day ends in the evening: then the hour before is offered. */
const evenings = [quarterHours(18, 21), quarterHours(17, 18)];

/** A Saturday so far in the future that the number of days to it is never negative. */
const saturday = dayNamed("9999-01-02");

/** Lists the moments offered for a reminder: after now, and within 09:00–21:00 in the person's zone. */
export function offeredSlots(
  campaign: Dated,
  { now, randomFraction }: Pick<Facts, "now" | "randomFraction">,
  zone: Zone,
): readonly OfferedSlot[] {
  const { dates } = campaign;
  const phase = phaseOf(campaign, now);
  const onDay = (id: string, day: Day) => slotAt(id, day, instantOnDay(day, zone, randomFraction));
  if (!dates || phase === "after" || phase === "evergreen")
    return daysOfTheComingWeek(localDay(now, zone)).map(([id, day]) => onDay(id, day));

  const isFine = (at: Instant) => judgeInstant(at, campaign, now, zone) === "fine";
  const evening = () => thisEvening(campaign, now, zone, randomFraction);
  if (phase === "last-day") return evening();

  const lastDay = dayNamed(dates.lastDay);
  const counted = [...new Set(dates.remindDaysBefore)]
    .sort((a, b) => b - a)
    .map((days) => onDay(`days-${days}`, addDays(lastDay, -days)))
    .filter(({ at }) => isFine(at));
  if (counted.length > 0) return counted;
  const lastMorning = slotAt(
    "last-morning",
    lastDay,
    atMinute(lastDay, chosenFrom(morning, randomFraction), zone),
  );
  // Far from the campaign's zone, the morning of the last day may be past already, or after its end.
  return isFine(lastMorning.at) ? [lastMorning] : evening();
}

/** Returns a quarter hour of a day's afternoon, from 14:00 to 17:45, chosen by `randomFraction`. */
export function instantOnDay(day: Day, zone: Zone, randomFraction: number): Instant {
  return atMinute(day, chosenFrom(afternoon, randomFraction), zone);
}

/**
 * Returns a quarter hour of a day that a person names: of its afternoon or, if none of that can be set
 * any more, of its evening; and if none at all can, any of its afternoon.
 */
export function instantOnNamedDay(
  day: Day,
  campaign: Dated,
  { now, randomFraction }: Pick<Facts, "now" | "randomFraction">,
  zone: Zone,
): Instant {
  const instants = instantsAhead(day, [afternoon, ...evenings], campaign, now, zone);
  return instants.length > 0 ? chosenFrom(instants, randomFraction) : instantOnDay(day, zone, randomFraction);
}

/**
 * On a Saturday there is no "weekend": it would be tomorrow. On a Friday it is Sunday, for Saturday is
 * tomorrow.
 */
function daysOfTheComingWeek(today: Day): readonly (readonly [id: string, day: Day])[] {
  const daysToSaturday = (saturday - today) % 7;
  const toWeekend = daysToSaturday === 1 ? 2 : daysToSaturday;
  return [
    ["tomorrow", addDays(today, 1)],
    ...(toWeekend === 0 ? [] : [["weekend", addDays(today, toWeekend)] as const]),
    ["in-a-week", addDays(today, 7)],
  ];
}

function thisEvening(
  campaign: Dated,
  now: Instant,
  zone: Zone,
  randomFraction: number,
): readonly OfferedSlot[] {
  const today = localDay(now, zone);
  const instants = instantsAhead(today, evenings, campaign, now, zone);
  return instants.length === 0 ? [] : [slotAt("this-evening", today, chosenFrom(instants, randomFraction))];
}

/** Returns the instants of the first part of a day that has any for which a reminder can be set. */
function instantsAhead(
  day: Day,
  parts: readonly (readonly number[])[],
  campaign: Dated,
  now: Instant,
  zone: Zone,
): readonly Instant[] {
  const isAhead = (at: Instant) => at >= now + notice && judgeInstant(at, campaign, now, zone) === "fine";
  return (
    parts
      .map((hours) => hours.map((minutes) => atMinute(day, minutes, zone)).filter(isAhead))
      .find((instants) => instants.length > 0) ?? []
  );
}

function slotAt(id: string, day: Day, at: Instant): OfferedSlot {
  return { id, slot: slotOfDay(nameOf(day)), at };
}

/** Chooses by `randomFraction`, from 0 to below 1, since many people ask for the same hours. */
function chosenFrom<T>(some: readonly T[], randomFraction: number): T {
  return some[Math.floor(randomFraction * some.length)] as T;
}

/** The quarter hours from one hour until before another, in minutes since midnight. */
function quarterHours(from: number, before: number): readonly number[] {
  return Array.from({ length: (before - from) * 4 }, (_, index) => from * 60 + index * 15);
}
