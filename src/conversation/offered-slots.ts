import type { Campaign } from "../campaigns/schema.ts";
import { addDays, atMinute, type Day, dayNamed, localDay, nameOf, slotOfDay } from "./calendar-day.ts";
import { deadlineOf, judgeInstant, phaseOf } from "./due.ts";
import { minuteWithRoom } from "./minute-with-room.ts";
import type { Instant, LoadAt, Zone } from "./vocabulary.ts";

/** A moment that is offered for a reminder. `id` names the offer, `slot` what is asked for by taking it. */
export interface OfferedSlot {
  readonly id: string;
  readonly slot: string;
  readonly at: Instant;
}

const minute = 60_000;
/** How many days earlier than asked a reminder may be if the days are full. */
const mostDaysEarlier = 3;

const morning = { from: 10 * 60, minutes: 120 };
const afternoon = { from: 14 * 60, minutes: 240 };
const lastOfEvening = 20 * 60 + 45;

/** A Saturday so far ahead that the days to it are never below zero. */
const saturday = dayNamed("9999-01-02");

/**
 * Lists the moments offered for a reminder, each ahead of `now` and within 09:00–21:00 of the person's zone. If a day before
 * the deadline is full, the one before it is offered.
 */
export function offeredSlots(
  campaign: Campaign,
  now: Instant,
  zone: Zone,
  spread: number,
  loadAt?: LoadAt,
): readonly OfferedSlot[] {
  const { dates } = campaign;
  const phase = phaseOf(campaign, now);
  if (!dates || phase === "after" || phase === "evergreen")
    return slotsOfTheComingWeek(now, zone, spread, loadAt);

  const ahead = ({ at }: OfferedSlot) => judgeInstant(at, campaign, now, zone) === "fine";
  const evening = () => thisEvening(now, zone, spread, deadlineOf(dates)).filter(ahead);
  if (phase === "last-day") return evening();

  const lastDay = dayNamed(dates.lastDay);
  const daysBefore = new Set(
    dates.remindDaysBefore.map((days) => roomyDaysBefore(days, lastDay, zone, spread, loadAt)),
  );
  const counted = [...daysBefore]
    .sort((a, b) => b - a)
    .map((days) => slotOnDay(`days-${days}`, addDays(lastDay, -days), zone, spread, loadAt))
    .filter(ahead);
  if (counted.length > 0) return counted;
  const lastMorning = [
    slotAt("last-morning", lastDay, atMinute(lastDay, spreadOver(morning, spread), zone)),
  ].filter(ahead);
  // East and west of the campaign's zone its last morning can be over before, or begin after, the campaign's last day.
  return lastMorning.length > 0 ? lastMorning : evening();
}

/** Returns a minute of a day's afternoon, from 14:00 to 17:59, chosen by `spread`; of any hour if the afternoon is loaded. */
export function instantOnDay(day: string, zone: Zone, spread: number, loadAt?: LoadAt): Instant {
  return onDay(dayNamed(day), zone, spread, loadAt);
}

function slotsOfTheComingWeek(
  now: Instant,
  zone: Zone,
  spread: number,
  loadAt: LoadAt | undefined,
): readonly OfferedSlot[] {
  const today = localDay(now, zone);
  const slot = (id: string, days: number) => slotOnDay(id, addDays(today, days), zone, spread, loadAt);
  const tomorrow = slot("tomorrow", 1);
  const inAWeek = slot("in-a-week", 7);
  const daysToSaturday = (saturday - today) % 7;
  // On a Saturday all that is left of the weekend is tomorrow; on a Friday, Saturday is what tomorrow offers.
  if (daysToSaturday === 0) return [tomorrow, inAWeek];
  return [tomorrow, slot("weekend", daysToSaturday === 1 ? 2 : daysToSaturday), inAWeek];
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
function roomyDaysBefore(
  days: number,
  lastDay: Day,
  zone: Zone,
  spread: number,
  loadAt: LoadAt | undefined,
): number {
  const candidates = Array.from({ length: mostDaysEarlier + 1 }, (_, earlier) => days + earlier);
  return (
    candidates.find((more) => minuteOn(addDays(lastDay, -more), zone, spread, loadAt) !== undefined) ?? days
  );
}

function slotOnDay(
  id: string,
  day: Day,
  zone: Zone,
  spread: number,
  loadAt: LoadAt | undefined,
): OfferedSlot {
  return slotAt(id, day, onDay(day, zone, spread, loadAt));
}

function slotAt(id: string, day: Day, at: Instant): OfferedSlot {
  return { id, slot: slotOfDay(nameOf(day)), at };
}

/** On a day that is full the load is ignored: it was chosen nonetheless. */
function onDay(day: Day, zone: Zone, spread: number, loadAt: LoadAt | undefined): Instant {
  const minutes = minuteOn(day, zone, spread, loadAt) ?? spreadOver(afternoon, spread);
  return atMinute(day, minutes, zone);
}

function minuteOn(day: Day, zone: Zone, spread: number, loadAt: LoadAt | undefined): number | undefined {
  return minuteWithRoom(afternoon, spread, loadAt, (hour) => atMinute(day, hour * 60, zone));
}

function spreadOver(span: { readonly from: number; readonly minutes: number }, spread: number): number {
  return span.from + Math.floor(spread * span.minutes);
}
