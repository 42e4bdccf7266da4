import { addDays, dayNamed, localDay, sameTimeOn } from "../conversation/calendar-day.ts";
import type { Instant, Reminder, TypedDate, Zone } from "../conversation/vocabulary.ts";
import { minute } from "../support/durations.ts";
import type { TokenSense } from "./entities/read-date-words.ts";
import { narrowBefore, narrowTo, type Utterance } from "./hear.ts";
import { says } from "./intent-event.ts";
import { countHours, dateIn, sensesIn } from "./read-own-date.ts";
import { phrasesOf } from "./read-witness.ts";
import { keyOf } from "./tokens.ts";

/** Words that stand in a length of time besides its number and its unit. */
const beside: ReadonlySet<TokenSense["is"]> = new Set([
  ...(["unknown", "filler", "the", "in", "onward", "instead", "aim", "vague"] as const),
]);

/** Words beside a number of hours that make it a length of time: « d’une heure », « une heure plus tard ». */
const ofLength: ReadonlySet<TokenSense["is"]> = new Set([...(["aim", "vague", "in", "onward"] as const)]);

/** Reads to when a reminder is moved: "an hour later", "to 8 pm", "to the 24th"; undefined if that is unclear. */
export function movedTo(target: Utterance, { dueAt }: Reminder): TypedDate | undefined {
  const shift = readShift(target);
  if (shift !== undefined) return { kind: "at", at: shifted(dueAt, shift, target) };
  const meant = withoutAround(narrowBefore(target, insteadOf(target)));
  // « À samedi » has no hour behind its « à ».
  const [, ...behind] = meant.text.split(" ");
  const dates = [meant, narrowTo(meant, behind.join(" "))].map((each) =>
    dateIn({ ...each, setFor: dueAt }, true),
  );
  return dates.find((date) => date !== undefined && !date.kind.startsWith("unclear"));
}

/** Returns a day at the hour that is named behind it: "to Sunday, eleven in the morning"; else the day. */
export function atHourOf(date: TypedDate, hour: TypedDate, zone: Zone): TypedDate {
  if (date.kind !== "day" || hour.kind !== "at") return date;
  return { kind: "at", at: sameTimeOn(dayNamed(date.day), hour.at, zone) };
}

/** Whether words only tell by how much a reminder is moved: "an hour later". */
export function isShift(target: Utterance): boolean {
  return readShift(target) !== undefined;
}

/** Phrases before the moment that another one takes the place of: "instead of". */
export function insteadOf({ reading }: Pick<Utterance, "reading">): readonly string[] {
  return reading.dates()?.words.functionWords.insteadOf ?? [];
}

/** Leaves out words that add nothing, and the « au » of « au 26 », which may also end a range. */
function withoutAround(target: Utterance): Utterance {
  const phrases = phrasesOf("around-reminder", target);
  const the = target.reading.dates()?.words.functionWords.the[0] ?? "";
  const pieces = target.text.split(/\s+/);
  const kept = pieces.flatMap((piece, at) => {
    const isOfTwo = [at - 1, at].some((from) =>
      phrases.includes(keyOf(pieces.slice(from, from + 2).join(" "))),
    );
    if (isOfTwo) return [];
    if (!phrases.includes(keyOf(piece))) return piece;
    const kinds = sensesIn(narrowTo(target, piece)).map(({ is }) => is);
    if (kinds.includes("veto")) return the;
    return kinds.every((kind) => beside.has(kind)) ? [] : piece;
  });
  return narrowTo(target, kept.join(" "));
}

/**
 * Returns a length of time, which is negative if it is sooner. « Un jour » can mean none, and « 18 h » alone is an
 * hour of the day.
 */
function readShift(target: Utterance): TokenSense | undefined {
  if (countHours(target) > 0 && !sensesIn(target).some(({ is }) => ofLength.has(is))) return undefined;
  const each = target.text.split(/\s+/).flatMap((piece) => sensesIn(narrowTo(target, piece)));
  return lengthIn(sensesIn(target), target) ?? lengthIn(each, target);
}

function lengthIn(senses: readonly TokenSense[], target: Utterance): TokenSense | undefined {
  // A unit alone is no length: "earlier this week".
  if (target.words.length === 1) return undefined;
  const [first, second, ...others] = senses.filter(({ is }) => !beside.has(is));
  const [count, unit] = first?.is === "number" ? [first.value, second] : [1, first];
  const isLength = unit && ["minutes", "days", "minutesSpan", "daysSpan"].includes(unit.is);
  const isAll = others.length === 0 && (first?.is === "number" || second === undefined);
  if (!isLength || !isAll) return undefined;
  return { is: unit.is, value: unit.value * count * (says(target, "sooner") ? -1 : 1) };
}

function shifted(dueAt: Instant, { is, value }: TokenSense, { reader: { zone } }: Utterance): Instant {
  if (is.startsWith("minutes")) return dueAt + value * minute;
  return sameTimeOn(addDays(localDay(dueAt, zone), value), dueAt, zone);
}
