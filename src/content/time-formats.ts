import type { Instant, Language, Zone } from "../conversation/vocabulary.ts";

/** A moment on a person's clock, in parts. */
export interface Moment {
  /** With its weekday, such as "Friday 23 May". */
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
}

/** Writes days and hours in every language. */
export interface TimeFormats {
  /** A day of the calendar, such as "2025-05-26", with weekday and year. */
  day(day: string, language: Language): string;
  /** A month such as "2025-05", with its year. */
  month(month: string, language: Language): string;
  /** The day on which an instant falls in the zone, with its weekday. */
  dayOf(instant: Instant, zone: Zone, language: Language): string;
  moment(instant: Instant, zone: Zone, language: Language): Moment;
}

/** Returns the city that a zone is named after. */
export function cityOf(zone: Zone): string {
  return zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
}

/** What Intl writes differently: the first of a month, and the separator after the weekday. */
const habits: Readonly<Record<Language, { readonly first?: string; readonly afterWeekday?: string }>> = {
  fr: { first: "1er" },
  en: { afterWeekday: " " },
};

/** Builds the formats, and caches them: creating one costs far more than using it. */
export function createTimeFormats(): TimeFormats {
  const kept = new Map<string, Intl.DateTimeFormat>();

  function format(language: Language, zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const name = `${language} ${zone} ${Object.keys(options).join()}`;
    // British English: the day before the month, as in the rest of Europe.
    const locale = language === "en" ? "en-GB" : language;
    const known = kept.get(name) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    kept.set(name, known);
    return known;
  }

  const weekdayAndDay = { weekday: "long", day: "numeric", month: "long" } as const;

  function write(
    instant: Instant,
    zone: Zone,
    language: Language,
    options: Intl.DateTimeFormatOptions,
  ): string {
    const parts = format(language, zone, options).formatToParts(instant);
    const { first, afterWeekday } = habits[language] ?? {};
    const written = ({ type, value }: Intl.DateTimeFormatPart, index: number) => {
      if (type === "day" && value === "1") return first;
      return parts[index - 1]?.type === "weekday" ? afterWeekday : undefined;
    };
    return parts.map((part, index) => written(part, index) ?? part.value).join("");
  }

  const dayOf = (instant: Instant, zone: Zone, language: Language) =>
    write(instant, zone, language, weekdayAndDay);

  return {
    day: (day, language) =>
      write(Date.parse(`${day}T12:00Z`), "UTC", language, { ...weekdayAndDay, year: "numeric" }),
    month: (month, language) =>
      write(Date.parse(`${month}-15T12:00Z`), "UTC", language, { month: "long", year: "numeric" }),
    dayOf,
    moment(instant, zone, language) {
      const parts = format(language, zone, {
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      }).formatToParts(instant);
      const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
      return {
        day: dayOf(instant, zone, language),
        hour: String(Number(part("hour"))),
        minute: part("minute"),
      };
    },
  };
}
