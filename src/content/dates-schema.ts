import { z } from "zod";
import type { DateWords, FunctionWord, Valued } from "../understanding/read-date-words.ts";
import type { ZoneWords } from "../understanding/read-place.ts";
import { phrases } from "./sentences-schema.ts";

const byNumber = z.record(z.string().regex(/^-?\d+$/, "expected a number"), phrases).default({});

const values: Record<Valued, typeof byNumber> = {
  number: byNumber,
  ordinal: byNumber,
  weekday: byNumber,
  month: byNumber,
  day: byNumber,
  part: byNumber,
  minutes: byNumber,
  days: byNumber,
  months: byNumber,
  minutesSpan: byNumber,
  daysSpan: byNumber,
  beforeHour: byNumber,
  afterHour: byNumber,
  shift: byNumber,
};

const functionWords: Record<FunctionWord, typeof phrases> = {
  in: phrases,
  fromNow: phrases,
  next: phrases,
  this: phrases,
  the: phrases,
  at: phrases,
  am: phrases,
  pm: phrases,
  hourMark: phrases,
  oClock: phrases,
  ordinalSuffix: phrases,
  tonight: phrases,
  weekend: phrases,
  nextWeek: phrases,
  nextMonth: phrases,
  filler: phrases,
  veto: phrases,
  vague: phrases,
};

const zone = z.string().refine(isZone, "expected an IANA time zone such as Europe/Paris");

/** What `dates.json` holds: the words for days and hours, and the names of zones. */
export const datesSchema: z.ZodType<DateWords & { readonly zones: ZoneWords }> = z.strictObject({
  dayFirst: z.boolean(),
  clockOf24: z.boolean(),
  values: z.strictObject(values).prefault({}),
  functionWords: z.strictObject(functionWords).prefault({}),
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
