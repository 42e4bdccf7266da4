/** Writes moments in one language and zone; the day only where it is another one than now's. */
export interface Times {
  /** Such as "10:32:05". */
  clock(at: number): string;
  /** Such as "10:32", or "Tue 20 May, 10:32". */
  moment(at: number): string;
  /** Writes a day such as "2025-05-20". */
  day(name: string): string;
  /** The same with its year. */
  date(name: string): string;
}

const noon = "T12:00:00Z";

/** Builds the formats. */
export function createTimes(language: string, zone: string, now: number): Times {
  const format = (options: Intl.DateTimeFormatOptions, timeZone = zone) =>
    new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone });
  const clock = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const hour = format({ hour: "2-digit", minute: "2-digit" });
  const dayAndHour = format({
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const whole = format({ dateStyle: "short" });
  const day = format({ weekday: "short", day: "numeric", month: "short" }, "UTC");
  const date = format({ day: "numeric", month: "short", year: "numeric" }, "UTC");
  return {
    clock: (at) => clock.format(at),
    moment: (at) => (whole.format(at) === whole.format(now) ? hour : dayAndHour).format(at),
    day: (name) => day.format(new Date(name + noon)),
    date: (name) => date.format(new Date(name + noon)),
  };
}

/** Writes a moment in the reader's own zone, with its weekday. */
export function writeMoment(at: number, language: string): string {
  const options = {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(localeOf(language), {
    ...options,
    ...(!isThisYear && { year: "numeric" }),
  }).format(at);
}

/** Writes the hour alone, in the reader's own zone. */
export function writeHour(at: number, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** True where clocks in this zone show something else than the reader's own. */
export function isOtherZone(at: number, zone: string): boolean {
  const clock = (timeZone?: string) =>
    new Intl.DateTimeFormat("en", {
      dateStyle: "short",
      timeStyle: "short",
      ...(timeZone !== undefined && { timeZone }),
    }).format(at);
  try {
    return zone !== "" && clock(zone) !== clock();
  } catch {
    return false;
  }
}

/** Returns the locale for a language: British English, with the day before the month as in the rest of Europe. */
export function localeOf(language: string): string {
  return language === "en" ? "en-GB" : language;
}
