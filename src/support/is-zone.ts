import { Temporal } from "temporal-polyfill";

const listed = new Set(Intl.supportedValuesOf("timeZone"));
const someInstant = Temporal.Instant.fromEpochMilliseconds(0);

/**
 * True for a name of an IANA time zone, such as Europe/Paris, in any case and also for an alias; false
 * for an offset.
 */
export function isZone(name: string): boolean {
  return canonicalZone(name) !== undefined;
}

/**
 * Returns the name of a time zone as IANA spells it, for any case; undefined if there is none. An
 * alias keeps its own name: people would not recognise Asia/Kolkata as Asia/Calcutta.
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
