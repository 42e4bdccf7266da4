import { Temporal } from "temporal-polyfill";

const listed = new Set(Intl.supportedValuesOf("timeZone"));
const someInstant = Temporal.Instant.fromEpochMilliseconds(0);

/** True if it names a time zone as IANA does, such as Europe/Paris, by whichever of its names and in any case. An offset names none. */
export function isZone(name: string): boolean {
  return canonicalZone(name) !== undefined;
}

/**
 * Returns a time zone's name in the one spelling that IANA has for it, whatever its case; undefined if it names none. A link keeps its own
 * name: its people would not find themselves in the other one, as in Asia/Calcutta for Asia/Kolkata.
 */
export function canonicalZone(name: string): string | undefined {
  if (listed.has(name)) return name;
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return someInstant.toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
}
