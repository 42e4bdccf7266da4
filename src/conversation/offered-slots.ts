import type { Campaign } from "../campaigns/schema.ts";
import { addDays, atMinute, type Day, dayNamed, localDay, nameOf, slotOfDay } from "./calendar-day.ts";
import { deadlineOf, judgeInstant, phaseOf } from "./due.ts";
import type { Facts, Instant, LoadAt, Zone } from "./vocabulary.ts";

/** A moment that is offered for a reminder. `id` names the offer, `slot` what is asked for by taking it. */
export interface OfferedSlot {
  readonly id: string;
  readonly slot: string;
  readonly at: Instant;
}

/** Minutes since midnight. */
interface Span {
  readonly from: number;
  readonly minutes: number;
}

/** What decides on the hour of a reminder, besides its day. */
type Spreading = Pick<Facts, "spread" | "loadAt">;

const minute = 60_000;
/** How many days earlier than asked a reminder may be if the days are full. */
const mostDaysEarlier = 3;

const morning = { from: 10 * 60, minutes: 120 };
const afternoon = { from: 14 * 60, minutes: 240 };
const lastOfEvening = 20 * 60 + 45;

/** The hours from 09:00 to 20:59. */
const hours = Array.from({ length: 12 }, (_, index) => 9 + index);
/** While the afternoon's load is below this, everyone gets an afternoon. */
const roomyAfternoon = 0.25;
/** Some of each hour is left for typed times, which are kept to the minute. */
const mostTaken = 0.9;
/** Below so much room, in hours, a day counts as full. */
const leastRoom = 0.6;

/** A Saturday so far ahead that the days to it are never below zero. */
const saturday = dayNamed("9999-01-02");

/**
 * Lists the moments offered for a reminder, each ahead of now and within 09:00–21:00 of the person's zone. If a day before
 * the deadline is full, the one before it is offered.
 */
export function offeredSlots(
  campaign: Campaign,
  facts: Spreading & Pick<Facts, "now">,
  zone: Zone,
): readonly OfferedSlot[] {
  const { dates } = campaign;
  const { now, spread } = facts;
  const phase = phaseOf(campaign, now);
  const onDay = (id: string, day: Day) => slotAt(id, day, instantOnDay(day, zone, facts));
  if (!dates || phase === "after" || phase === "evergreen")
    return daysOfTheComingWeek(localDay(now, zone)).map(([id, day]) => onDay(id, day));

  const ahead = ({ at }: OfferedSlot) => judgeInstant(at, campaign, now, zone) === "fine";
  const evening = () => thisEvening(now, zone, spread, deadlineOf(dates)).filter(ahead);
  if (phase === "last-day") return evening();

  const lastDay = dayNamed(dates.lastDay);
  const daysBefore = new Set(
    dates.remindDaysBefore.map((days) => roomyDaysBefore(days, lastDay, zone, facts)),
  );
  const counted = [...daysBefore]
    .sort((a, b) => b - a)
    .map((days) => onDay(`days-${days}`, addDays(lastDay, -days)))
    .filter(ahead);
  if (counted.length > 0) return counted;
  const lastMorning = slotAt("last-morning", lastDay, atMinute(lastDay, spreadOver(morning, spread), zone));
  // East and west of the campaign's zone its last morning can be over before, or begin after, the campaign's last day.
  return ahead(lastMorning) ? [lastMorning] : evening();
}

/**
 * Returns a minute of a day's afternoon, from 14:00 to 17:59, chosen by `spread`; of any hour if the afternoon is loaded. On a
 * day that is full the load is ignored: it was chosen nonetheless.
 */
export function instantOnDay(day: Day, zone: Zone, spreading: Spreading): Instant {
  const minutes = minuteOn(day, zone, spreading) ?? spreadOver(afternoon, spreading.spread);
  return atMinute(day, minutes, zone);
}

function minuteOn(day: Day, zone: Zone, { spread, loadAt }: Spreading): number | undefined {
  return minuteWithRoom(afternoon, spread, loadAt, (hour) => atMinute(day, hour * 60, zone));
}

/** On a Saturday all that is left of the weekend is tomorrow; on a Friday, Saturday is what tomorrow offers. */
function daysOfTheComingWeek(today: Day): readonly (readonly [id: string, day: Day])[] {
  const daysToSaturday = (saturday - today) % 7;
  const toWeekend = daysToSaturday === 1 ? 2 : daysToSaturday;
  return [
    ["tomorrow", addDays(today, 1)],
    ...(toWeekend === 0 ? [] : [["weekend", addDays(today, toWeekend)] as const]),
    ["in-a-week", addDays(today, 7)],
  ];
}

function thisEvening(now: Instant, zone: Zone, spread: number, deadline: Instant): readonly OfferedSlot[] {
  const today = localDay(now, zone);
  const soonest = Math.ceil((now + 30 * minute) / minute) * minute;
  const latest = Math.min(atMinute(today, lastOfEvening, zone), deadline - minute);
  // West of the campaign's zone its day ends in the evening: then the evening begins an hour earlier.
  for (const hour of [18, 17]) {
    const first = Math.max(soonest, atMinute(today, hour * 60, zone));
    if (first > latest) continue;
    const minutes = Math.floor((latest - first) / minute) + 1;
    const at = first + spreadOver({ from: 0, minutes }, spread) * minute;
    return [slotAt("this-evening", today, at)];
  }
  return [];
}

/** Returns `days`, or more if the day that many days before the last one is full. */
function roomyDaysBefore(days: number, lastDay: Day, zone: Zone, spreading: Spreading): number {
  const candidates = Array.from({ length: mostDaysEarlier + 1 }, (_, earlier) => days + earlier);
  const hasRoom = (more: number) => minuteOn(addDays(lastDay, -more), zone, spreading) !== undefined;
  return candidates.find(hasRoom) ?? days;
}

function slotAt(id: string, day: Day, at: Instant): OfferedSlot {
  return { id, slot: slotOfDay(nameOf(day)), at };
}

/**
 * Chooses a minute of the day, from 09:00 to 20:59, so that a day fills evenly; undefined if it is full. `spread` goes from 0
 * to below 1, `startOf` returns the instant at which an hour of that day begins. Without `loadAt`, the minute lies within `usual`.
 */
export function minuteWithRoom(
  usual: Span,
  spread: number,
  loadAt: LoadAt | undefined,
  startOf: (hour: number) => Instant,
): number | undefined {
  const taken = (hour: number) => loadAt?.(startOf(hour)) ?? 0;
  const isUsual = (hour: number) => hour * 60 >= usual.from && hour * 60 < usual.from + usual.minutes;
  if (hours.filter(isUsual).every((hour) => taken(hour) < roomyAfternoon)) return spreadOver(usual, spread);
  const rooms = hours.map((hour) => ({ hour, room: Math.max(0, mostTaken - taken(hour)) }));
  const total = rooms.reduce((sum, { room }) => sum + room, 0);
  if (total < leastRoom) return undefined;
  let left = spread * total;
  for (const { hour, room } of rooms) {
    if (left < room) return hour * 60 + Math.floor((left / room) * 60);
    left -= room;
  }
  return 20 * 60 + 59;
}

function spreadOver({ from, minutes }: Span, spread: number): number {
  return from + Math.floor(spread * minutes);
}
