import { z } from "zod";
import type { DateWords } from "../understanding/read-date-words.ts";
import type { ZoneWords } from "../understanding/read-place.ts";
import { phrases } from "./sentences-schema.ts";

const byNumber = z.record(z.string().regex(/^-?\d+$/, "expected a number"), phrases).default({});

const valued = [
  ...(["number", "ordinal", "weekday", "month", "day", "part", "minutes", "days", "months"] as const),
  ...(["minutesSpan", "daysSpan", "beforeHour", "afterHour", "shift"] as const),
];
const functionWords = [
  ...(["in", "fromNow", "next", "this", "the", "at", "am", "pm", "hourMark", "oClock"] as const),
  ...(["ordinalSuffix", "tonight", "weekend", "nextWeek", "nextMonth", "filler", "veto", "vague"] as const),
];

/** Returns the shape of an object that has these keys, each of the same kind. */
function shapeOf<Key extends string, Schema>(keys: readonly Key[], each: Schema): Record<Key, Schema> {
  return Object.fromEntries(keys.map((key) => [key, each])) as Record<Key, Schema>;
}

const zone = z.string().refine(isZone, "expected an IANA time zone such as Europe/Paris");

/** What `dates.json` holds: the words for days and hours, and the names of zones. */
export const datesSchema: z.ZodType<DateWords & { readonly zones: ZoneWords }> = z.strictObject({
  dayFirst: z.boolean(),
  clockOf24: z.boolean(),
  values: z.strictObject(shapeOf(valued, byNumber)).prefault({}),
  functionWords: z.strictObject(shapeOf(functionWords, phrases)).prefault({}),
  weak: phrases,
  zones: z.strictObject({ names: z.record(zone, phrases).default({}), around: phrases }).prefault({}),
});

const listedZones = new Set(Intl.supportedValuesOf("timeZone"));

/** Also by another of its names, which only a formatter knows: that takes longer. */
function isZone(name: string): boolean {
  if (listedZones.has(name)) return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
