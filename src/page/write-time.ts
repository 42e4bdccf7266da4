import type { Texts } from "./texts.ts";

const hourAndMinute = { hour: "2-digit", minute: "2-digit" } as const;
const shortDay = { weekday: "short", day: "numeric", month: "short" } as const;
const longDay = { weekday: "long", day: "numeric", month: "long" } as const;
const noon = "T12:00:00Z";
const clockTime = /\d+:\d\d/;

/** Returns functions that write times in one language and zone. */
export function createTimes(language: string, zone: string, now: number) {
  const format = (options: Intl.DateTimeFormatOptions, timeZone = zone) =>
    new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone });
  const clock = format({ ...hourAndMinute, second: "2-digit" });
  const hour = format(hourAndMinute);
  const dayAndHour = format({ ...shortDay, ...hourAndMinute });
  const whole = format({ dateStyle: "short" });
  const day = format(shortDay, "UTC");
  const date = format({ day: "numeric", month: "short", year: "numeric" }, "UTC");
  const month = format({ month: "long", year: "numeric" }, "UTC");
  return {
    /** Such as "10:32:05". */
    clock: (at: number) => clock.format(at),
    /** Such as "10:32"; on another day than `now`, such as "Tue 20 May, 10:32". */
    moment: (at: number) => (whole.format(at) === whole.format(now) ? hour : dayAndHour).format(at),
    /** Writes a day such as "2025-05-20". */
    day: (name: string) => day.format(new Date(name + noon)),
    /** The same with its year, in one piece. */
    date: (name: string) => date.format(new Date(name + noon)).replaceAll(" ", "\u00a0"),
    /** Writes a month such as "2025-05". */
    month: (name: string) => month.format(new Date(name)),
  };
}

/** Writes a time in the reader's own zone, with its weekday, and its year if it is not this one. */
export function writeMoment(at: number, texts: Texts): string {
  const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
  const options = isThisYear ? longDay : ({ ...longDay, year: "numeric" } as const);
  const format = new Intl.DateTimeFormat(localeOf(texts.language()), { ...options, ...hourAndMinute });
  return format.format(at).replace(clockTime, writeHour(at, texts));
}

/** Writes the hour and minute in the reader's own zone, as the bot writes those of other zones. */
export function writeHour(at: number, { text }: Texts): string {
  const [hour = "", minute = ""] = new Date(at).toLocaleTimeString("en-GB", hourAndMinute).split(":");
  const filled = { hour: String(Number(hour)), minute };
  return (minute === "00" && text("clock_sharp", filled)) || text("clock", filled);
}

/** True if this zone's clocks differ from the reader's own. */
export function isOtherZone(at: number, zone: string | undefined): boolean {
  const clock = (timeZone?: string) =>
    new Date(at).toLocaleString("en", { dateStyle: "short", timeStyle: "short", timeZone });
  try {
    return zone !== undefined && clock(zone) !== clock();
  } catch {
    return false;
  }
}

/**
 * Returns a language's locale: for English the British one, with the day before the month as in
 * Europe.
 */
export function localeOf(language: string): string {
  return language === "en" ? "en-GB" : language;
}
