import { sameWallTime } from "../conversation/calendar-day.ts";
import type { ConversationEvent, TypedDate, Zone } from "../conversation/vocabulary.ts";
import { findPlaces } from "./entities/find-places.ts";
import { valuesOf } from "./entities/span.ts";
import type { Frame } from "./frame.ts";
import { type Given, utteranceIn } from "./read-passage.ts";

/** Wishes for another zone, and facts that tell one. */
const ofZone: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["another-zone", "zone", "country"]);

/**
 * Puts an hour into the zone that another part of the message tells, and takes the only place that is named beside
 * a wish for another zone for that zone: "Thursday at 7 pm please, and Irish time, not Paris".
 */
export function withToldZone(frame: Frame, given: Given): Frame {
  const zone = zoneTold(frame.acts, given);
  if (zone === undefined) return frame;
  const others = frame.acts.filter(({ type }) => !ofZone.has(type));
  const isTimed = others.some((act) => timeOf(act) !== undefined);
  const told: ConversationEvent = { type: "zone", zone };
  const [first = told, ...rest] = others.map((act) => inZone(act, zone, given.reader.zone));
  return { ...frame, acts: isTimed || first === told ? [first, ...rest] : [told, first, ...rest] };
}

/** Returns the zone that a wish for another one names, or that is told beside an hour. */
function zoneTold(acts: Frame["acts"], given: Given): Zone | undefined {
  if (acts.some(({ type }) => type === "another-zone")) return onlyOtherZone(given);
  const told = acts.find((act) => act.type === "zone");
  return told?.type === "zone" && acts.some((act) => timeOf(act) !== undefined) ? told.zone : undefined;
}

/** Returns the only zone that a message names besides the one in which we speak. */
function onlyOtherZone(given: Given): Zone | undefined {
  const utterance = utteranceIn(given);
  const zones = utterance?.reading.zones;
  const named = utterance && zones ? valuesOf(findPlaces(utterance.words, zones)) : [];
  const [zone, ...others] = new Set(named.filter((each) => each !== given.reader.zone));
  return others.length === 0 ? zone : undefined;
}

/** Returns the hour of an act that has no zone of its own. */
function timeOf(act: ConversationEvent): Extract<TypedDate, { kind: "at" }> | undefined {
  const isDated = act.type === "date" || act.type === "remind" || act.type === "move";
  const date = isDated ? act.date : undefined;
  return date?.kind === "at" && date.zone === undefined ? date : undefined;
}

function inZone(act: ConversationEvent, zone: Zone, before: Zone): ConversationEvent {
  const time = timeOf(act);
  if (time === undefined) return act;
  return { ...act, date: { ...time, at: sameWallTime(time.at, before, zone), zone } } as ConversationEvent;
}
