import { localeOf } from "./locale-of.ts";

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
