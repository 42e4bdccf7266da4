import { LRUCache } from "lru-cache";
import type { Instant, Language, Zone } from "../conversation/vocabulary.ts";
import { withoutRegion } from "../support/match-language.ts";

/** Returns the city that a zone is named after. */
export function cityOf(zone: Zone): string {
  return zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
}

/** Where we differ from Intl: the first day of a month, and the separator between weekday and day. */
const habits: Readonly<Record<Language, { readonly first?: string; readonly afterWeekday?: string }>> = {
  fr: { first: "1er", afterWeekday: " " },
  en: { afterWeekday: " " },
};

const weekdayAndDay = { weekday: "long", day: "numeric", month: "long" } as const;

/** How many formats are cached. Each takes up to 60 kB; each zone and language in use needs three. */
export const formatsAreKept = 300;

/**
 * Builds the functions that write days and hours. Formats are cached: creating one costs far more
 * than using it.
 */
export function createTimeFormats() {
  const kept = new LRUCache<string, Intl.DateTimeFormat>({ max: formatsAreKept });

  function partsOf(instant: Instant, zone: Zone, language: Language, options: Intl.DateTimeFormatOptions) {
    const name = `${language} ${zone} ${Object.keys(options).join()}`;
    // British English: the day before the month, as in the rest of Europe.
    const locale = language === "en" ? "en-GB" : language;
    const format = kept.get(name) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    kept.set(name, format);
    return format.formatToParts(instant);
  }

  function write(...[instant, zone, language, options]: Parameters<typeof partsOf>): string {
    const parts = partsOf(instant, zone, language, options);
    const { first, afterWeekday } = habits[withoutRegion(language)] ?? {};
    const written = ({ type, value }: Intl.DateTimeFormatPart, index: number) => {
      if (type === "day" && value === "1") return first;
      const isBetween = parts[index - 1]?.type === "weekday" && parts[index + 1]?.type === "day";
      return isBetween ? afterWeekday : undefined;
    };
    return parts.map((part, index) => written(part, index) ?? part.value).join("");
  }

  return {
    /** A day of the calendar, such as "2025-05-26", with weekday and year. */
    day: (day: string, language: Language) =>
      write(Date.parse(`${day}T12:00Z`), "UTC", language, { ...weekdayAndDay, year: "numeric" }),
    /** A month such as "2025-05", with its year. */
    month: (month: string, language: Language) =>
      write(Date.parse(`${month}-15T12:00Z`), "UTC", language, { month: "long", year: "numeric" }),
    /** The day on which an instant falls in the zone, with its weekday, such as "Friday 23 May". */
    dayOf: (instant: Instant, zone: Zone, language: Language) =>
      write(instant, zone, language, weekdayAndDay),
    /** The hour and minute of an instant in the zone, such as "9" and "05". */
    clock(instant: Instant, zone: Zone, language: Language) {
      const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
      const parts = partsOf(instant, zone, language, options);
      const { hour, minute = "" } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
      return { hour: String(Number(hour)), minute };
    },
  };
}
