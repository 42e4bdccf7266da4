import type { Campaign } from "../campaigns/schema.ts";
import { minuteOfUncrowdedHour } from "./uncrowded-hour.ts";
import type { Crowding, Instant, Phase, Zone } from "./vocabulary.ts";
import { instantAt, type WallTime, wallTimeAt } from "./wall-clock.ts";

/** A day of the calendar, counted from 1970-01-01. */
type Day = number;

/** A moment that is offered for a reminder. `id` names the offer, `slot` what is asked for by taking it. */
export interface OfferedSlot {
  readonly id: string;
  readonly slot: string;
  readonly at: Instant;
}

/** What there is to say about an instant that someone wants a reminder for. */
export type Judgement = "fine" | "past" | "after-deadline" | "quiet" | "too-far";

const minute = 60_000;
const minutesOfDay = 24 * 60;
const mostDaysAhead = 366;
/** How much earlier than asked a reminder may be where the days are full. */
const mostDaysEarlier = 3;

/** Minutes of the day between which nothing unprompted goes out: from 21:00 to 09:00. */
const quietEnds = 9 * 60;
const quietBegins = 21 * 60;

const morning = { from: 10 * 60, minutes: 120 };
const afternoon = { from: 14 * 60, minutes: 240 };
const lastOfEvening = 20 * 60 + 45;

/** A Saturday so far ahead that the days to it are never below zero. */
const saturday = dayNamed("9999-01-02");

/** Where `now` stands to the campaign's date. */
export function phaseOf(campaign: Pick<Campaign, "instants">, now: Instant): Phase {
  const { instants } = campaign;
  if (!instants) return "evergreen";
  if (now < instants.lastDayBegins) return "before";
  return now < instants.starts ? "last-day" : "after";
}

/** Counts the days from today, in the campaign's zone, to its last day: 0 on that day, after it and without a date. */
export function daysLeft({ dates, instants }: Pick<Campaign, "dates" | "instants">, now: Instant): number {
  if (dates === undefined || instants === undefined || now >= instants.lastDayBegins) return 0;
  return dayNamed(dates.lastDay) - localDay(now, dates.zone);
}

/**
 * Lists the moments offered for a reminder, each ahead of `now` and within 09:00–21:00 of the person's zone. Where a day before
 * the deadline is full, the one before it is offered.
 */
export function offeredSlots(
  campaign: Campaign,
  now: Instant,
  zone: Zone,
  spread: number,
  crowding?: Crowding,
): readonly OfferedSlot[] {
  const { dates } = campaign;
  const phase = phaseOf(campaign, now);
  if (!dates || phase === "after" || phase === "evergreen")
    return slotsOfTheComingWeek(now, zone, spread, crowding);

  const ahead = ({ at }: OfferedSlot) => judgeInstant(at, campaign, now, zone) === "fine";
  const evening = () => thisEvening(now, zone, spread, deadlineOf(dates)).filter(ahead);
  if (phase === "last-day") return evening();

  const lastDay = dayNamed(dates.lastDay);
  const daysBefore = new Set(
    dates.remindDaysBefore.map((days) => roomyDaysBefore(days, lastDay, zone, spread, crowding)),
  );
  const counted = [...daysBefore]
    .sort((a, b) => b - a)
    .map((days) => slotOnDay(`days-${days}`, lastDay - days, zone, spread, crowding))
    .filter(ahead);
  if (counted.length > 0) return counted;
  const lastMorning = [
    slotAt("last-morning", lastDay, atMinute(lastDay, spreadOver(morning, spread), zone)),
  ].filter(ahead);
  // East and west of the campaign's zone its last morning can be over before, or begin after, the campaign's last day.
  return lastMorning.length > 0 ? lastMorning : evening();
}

/** Gives the afternoon of a day: a whole minute from 14:00 to 17:59, chosen by `spread`; any hour where that is crowded. */
export function instantOnDay(day: string, zone: Zone, spread: number, crowding?: Crowding): Instant {
  return onDay(dayNamed(day), zone, spread, crowding);
}

/** Until when what is said at `now` about the campaign's date is true: the next midnight while days are counted. */
export function trueUntil(campaign: Pick<Campaign, "dates" | "instants">, now: Instant): Instant {
  const { dates, instants } = campaign;
  if (!dates || !instants || now >= instants.starts) return Number.POSITIVE_INFINITY;
  return now < instants.lastDayBegins
    ? atMinute(localDay(now, dates.zone) + 1, 0, dates.zone)
    : instants.starts;
}

/** Says whether a reminder can be set for this instant, or the first reason why not. */
export function judgeInstant(
  at: Instant,
  campaign: Pick<Campaign, "dates" | "instants">,
  now: Instant,
  zone: Zone,
): Judgement {
  if (at <= now) return "past";
  const phase = phaseOf(campaign, now);
  const hasDeadline = phase === "before" || phase === "last-day";
  if (hasDeadline && campaign.dates && at >= deadlineOf(campaign.dates)) return "after-deadline";
  if (at - now > mostDaysAhead * minutesOfDay * minute) return "too-far";
  return isQuiet(at, zone) ? "quiet" : "fine";
}

/** For an instant in the quiet hours: the evening before it (20:30) and the morning after it (09:00) that are fine. */
export function nearestHours(
  at: Instant,
  campaign: Pick<Campaign, "dates" | "instants">,
  now: Instant,
  zone: Zone,
): readonly Instant[] {
  if (!isQuiet(at, zone)) return [];
  const day = localDay(at, zone);
  const evening = minuteOfDay(at, zone) >= quietBegins ? day : day - 1;
  return [atMinute(evening, 20 * 60 + 30, zone), atMinute(evening + 1, quietEnds, zone)].filter(
    (candidate) => judgeInstant(candidate, campaign, now, zone) === "fine",
  );
}

/** Gives the first instant at or after `at` that lies within 09:00–21:00. */
export function nextAllowed(at: Instant, zone: Zone): Instant {
  if (!isQuiet(at, zone)) return at;
  const day = localDay(at, zone);
  const isEvening = minuteOfDay(at, zone) >= quietBegins;
  return atMinute(isEvening ? day + 1 : day, quietEnds, zone);
}

/** Gives the instant at which the clocks of `to` show what those of `from` show at `at`. */
export function sameWallTime(at: Instant, from: Zone, to: Zone): Instant {
  return instantAt(wallTimeAt(at, from), to);
}

/** Names the slot of a day whose hour is ours to choose. */
export function slotOfDay(day: string): string {
  return `day:${day}`;
}

/** Names the slot of an exact time, as the clocks of the zone show it. */
export function slotOfInstant(at: Instant, zone: Zone): string {
  return `at:${written(wallTimeAt(at, zone)).slice(0, "2025-05-20T18:00".length)}`;
}

function slotsOfTheComingWeek(
  now: Instant,
  zone: Zone,
  spread: number,
  crowding: Crowding | undefined,
): readonly OfferedSlot[] {
  const today = localDay(now, zone);
  const slot = (id: string, days: number) => slotOnDay(id, today + days, zone, spread, crowding);
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

/** So many days before the last one, or more where that day is full. */
function roomyDaysBefore(
  days: number,
  lastDay: Day,
  zone: Zone,
  spread: number,
  crowding: Crowding | undefined,
): number {
  const candidates = Array.from({ length: mostDaysEarlier + 1 }, (_, earlier) => days + earlier);
  return candidates.find((more) => minuteOn(lastDay - more, zone, spread, crowding) !== undefined) ?? days;
}

function slotOnDay(
  id: string,
  day: Day,
  zone: Zone,
  spread: number,
  crowding: Crowding | undefined,
): OfferedSlot {
  return slotAt(id, day, onDay(day, zone, spread, crowding));
}

function slotAt(id: string, day: Day, at: Instant): OfferedSlot {
  return { id, slot: slotOfDay(nameOf(day)), at };
}

/** On a day that is full it is as if nobody else had asked: it was chosen nonetheless. */
function onDay(day: Day, zone: Zone, spread: number, crowding: Crowding | undefined): Instant {
  const minutes = minuteOn(day, zone, spread, crowding) ?? spreadOver(afternoon, spread);
  return atMinute(day, minutes, zone);
}

function minuteOn(day: Day, zone: Zone, spread: number, crowding: Crowding | undefined): number | undefined {
  return minuteOfUncrowdedHour(afternoon, spread, crowding, (hour) => atMinute(day, hour * 60, zone));
}

function spreadOver(span: { readonly from: number; readonly minutes: number }, spread: number): number {
  return span.from + Math.floor(spread * span.minutes);
}

function deadlineOf({ lastDay, zone }: NonNullable<Campaign["dates"]>): Instant {
  return atMinute(dayNamed(lastDay) + 1, 0, zone);
}

function isQuiet(at: Instant, zone: Zone): boolean {
  const minutes = minuteOfDay(at, zone);
  return minutes < quietEnds || minutes >= quietBegins;
}

function minuteOfDay(at: Instant, zone: Zone): number {
  return Math.floor(wallTimeAt(at, zone) / minute) - localDay(at, zone) * minutesOfDay;
}

function localDay(at: Instant, zone: Zone): Day {
  return Math.floor(wallTimeAt(at, zone) / minute / minutesOfDay);
}

function atMinute(day: Day, minutes: number, zone: Zone): Instant {
  return instantAt((day * minutesOfDay + minutes) * minute, zone);
}

function dayNamed(name: string): Day {
  return Date.parse(name) / minute / minutesOfDay;
}

function nameOf(day: Day): string {
  return written(day * minutesOfDay * minute).slice(0, "2025-05-20".length);
}

function written(wall: WallTime): string {
  return new Date(wall).toISOString();
}
