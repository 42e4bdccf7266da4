import type { Campaign } from "../campaigns/schema.ts";
import { day } from "../support/durations.ts";
import { addDays, atMinute, dayNamed, localDay, minuteOfDay } from "./calendar-day.ts";
import type { Instant, Phase, Zone } from "./vocabulary.ts";

/** Whether a reminder can be set for an instant: "fine", or why not. */
export type Judgement = "fine" | "past" | "after-deadline" | "quiet" | "too-far";

const mostDaysAhead = 366;

/** Hours by day, in minutes since midnight: outside them it is quiet. */
interface Hours {
  readonly begin: number;
  readonly end: number;
}

/** From 09:00 to 21:00 the bot writes unasked. */
const chosenHours: Hours = { begin: 9 * 60, end: 21 * 60 };
/** An hour from 07:00 to 22:30 that a person names is theirs. */
const namedHours: Hours = { begin: 7 * 60, end: 22 * 60 + 31 };

/** Returns where `now` lies relative to the campaign's date. */
export function phaseOf(campaign: Pick<Campaign, "instants">, now: Instant): Phase {
  const { instants } = campaign;
  if (!instants) return "evergreen";
  if (now < instants.lastDayBegins) return "before";
  return now < instants.starts ? "last-day" : "after";
}

/**
 * Returns the days from today to the campaign's last day, in its zone: 0 on that day, after it and
 * without a date.
 */
export function daysLeft({ dates }: Pick<Campaign, "dates">, now: Instant): number {
  return dates === undefined ? 0 : Math.max(0, dayNamed(dates.lastDay) - localDay(now, dates.zone));
}

/**
 * Returns until when texts about the campaign's date that are said at `now` stay true: the next
 * midnight while they count days.
 */
export function trueUntil(campaign: Pick<Campaign, "dates" | "instants">, now: Instant): Instant {
  const { dates } = campaign;
  if (dates === undefined || phaseOf(campaign, now) !== "before") return phaseUntil(campaign, now);
  return atMinute(addDays(localDay(now, dates.zone), 1), 0, dates.zone);
}

/** Returns the end of the phase in which the campaign is at `now`. */
export function phaseUntil({ instants }: Pick<Campaign, "instants">, now: Instant): Instant {
  const ends = instants && [instants.lastDayBegins, instants.starts].find((end) => now < end);
  return ends ?? Number.POSITIVE_INFINITY;
}

/** Returns whether a reminder can be set for an instant that a person names, or the first reason why not. */
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
  if (at - now > mostDaysAhead * day) return "too-far";
  return isQuiet(at, zone, namedHours) ? "quiet" : "fine";
}

/**
 * Returns the evening (20:30) before and the morning (09:00) after an instant in the quiet hours, if a
 * reminder can be set for them; after 1 to 6 at night the same hour of the afternoon as well: "3 o'clock".
 */
export function nearestHours(
  at: Instant,
  campaign: Pick<Campaign, "dates" | "instants">,
  now: Instant,
  zone: Zone,
): readonly Instant[] {
  if (!isQuiet(at, zone, namedHours)) return [];
  const day = localDay(at, zone);
  const evening = minuteOfDay(at, zone) >= namedHours.end ? day : addDays(day, -1);
  const morning = atMinute(addDays(evening, 1), chosenHours.begin, zone);
  const minutes = minuteOfDay(at, zone);
  const isAmbiguous = minutes >= 60 && minutes < 6 * 60;
  const afternoon = isAmbiguous ? [atMinute(day, minutes + 12 * 60, zone)] : [];
  return [atMinute(evening, 20 * 60 + 30, zone), morning, ...afternoon].filter(
    (candidate) => judgeInstant(candidate, campaign, now, zone) === "fine",
  );
}

/**
 * Returns the first instant at or after `at` that lies within 09:00–21:00; `at` itself also if a person
 * has named its hour, and it lies within 07:00–22:30.
 */
export function nextAllowed(at: Instant, zone: Zone, { isNamed = false } = {}): Instant {
  if (!isQuiet(at, zone, isNamed ? namedHours : chosenHours)) return at;
  const day = localDay(at, zone);
  const isEvening = minuteOfDay(at, zone) >= chosenHours.end;
  return atMinute(isEvening ? addDays(day, 1) : day, chosenHours.begin, zone);
}

/** Returns how many milliseconds from `from` to `to` lie within 09:00–21:00. */
export function allowedBetween(from: Instant, to: Instant, zone: Zone): number {
  let sum = 0;
  for (let day = localDay(from, zone); atMinute(day, chosenHours.begin, zone) < to; day = addDays(day, 1)) {
    const begin = Math.max(from, atMinute(day, chosenHours.begin, zone));
    const end = Math.min(to, atMinute(day, chosenHours.end, zone));
    sum += Math.max(0, end - begin);
  }
  return sum;
}

/** Returns the instant at which `ms` milliseconds within 09:00–21:00 have passed since `from`. */
export function allowedAfter(from: Instant, ms: number, zone: Zone): Instant {
  let at = nextAllowed(from, zone);
  let left = ms;
  for (;;) {
    const evening = atMinute(localDay(at, zone), chosenHours.end, zone);
    if (at + left <= evening) return at + left;
    left -= evening - at;
    at = nextAllowed(evening, zone);
  }
}

/** Returns the end of the campaign's last day: the midnight after it. */
function deadlineOf({ lastDay, zone }: NonNullable<Campaign["dates"]>): Instant {
  return atMinute(addDays(dayNamed(lastDay), 1), 0, zone);
}

function isQuiet(at: Instant, zone: Zone, { begin, end }: Hours): boolean {
  const minutes = minuteOfDay(at, zone);
  return minutes < begin || minutes >= end;
}
