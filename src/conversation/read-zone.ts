import { distance } from "fastest-levenshtein";
import type { Zone } from "./vocabulary.ts";

/** A language's names for zones, written without regard to case and accents. */
export interface ZoneWords {
  /** Cities, countries and regions that lie in one zone, by that zone. */
  readonly names: Readonly<Record<Zone, readonly string[]>>;
  /** Words that people put around a place: "I live in". */
  readonly around: readonly string[];
}

interface Places {
  /** What each name stands for; undefined where it can be two zones. */
  readonly zones: ReadonlyMap<string, Zone | undefined>;
  /** The longest first, so that "I live in" goes before "I". */
  readonly around: readonly string[];
}

const longest = 80;
/** Shorter names are too close to others to be guessed from a typing error. */
const shortestForgiven = 5;
const placesOf = new WeakMap<ZoneWords, Places>();

/** Reads the zone that a person names by its IANA name, a city, a country or a region; undefined where it is not sure. */
export function readZone(text: string, words: ZoneWords): Zone | undefined {
  if (text.length > longest) return undefined;
  const iana = ianaZone(text.trim().replaceAll(" ", "_"));
  if (iana) return iana;
  const places = placesOf.get(words) ?? gatherPlaces(words);
  placesOf.set(words, places);
  const whole = fold(text);
  const name = places.zones.has(whole) ? whole : withoutAround(whole, places);
  if (places.zones.has(name)) return places.zones.get(name);
  return nearest(name, places);
}

function ianaZone(name: string): Zone | undefined {
  if (!/^\p{L}[\p{L}_-]+(\/[\p{L}\d_+-]+)+$/u.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function gatherPlaces(words: ZoneWords): Places {
  const zones = new Map<string, Zone | undefined>();
  for (const [name, zone] of [...listedNames(words), ...cities()]) {
    const isAmbiguous = zones.has(name) && !isSameZone(zones.get(name), zone);
    zones.set(name, isAmbiguous ? undefined : (zones.get(name) ?? zone));
  }
  const around = words.around.map(fold).sort((a, b) => b.length - a.length);
  return { zones, around };
}

function listedNames(words: ZoneWords): readonly (readonly [string, Zone])[] {
  return Object.entries(words.names).flatMap(([zone, names]) =>
    names.map((name) => [fold(name), zone] as const),
  );
}

/** The cities that zones are named after, but for the research stations. */
function cities(): readonly (readonly [string, Zone])[] {
  return Intl.supportedValuesOf("timeZone").flatMap((zone) => {
    const [region, city, ...more] = zone.split("/");
    // Names of three parts are towns whose namesakes elsewhere are better known: Vincennes, Córdoba.
    const isCity = city !== undefined && more.length === 0 && region !== "Etc" && region !== "Antarctica";
    return isCity ? [[fold(city), zone] as const] : [];
  });
}

/** One zone can have two names: Asia/Kolkata and Asia/Calcutta. */
function isSameZone(one: Zone | undefined, other: Zone): boolean {
  return one !== undefined && (one === other || ianaZone(one) === ianaZone(other));
}

function withoutAround(text: string, { around, zones }: Places): string {
  let left = text;
  for (;;) {
    if (zones.has(left)) return left;
    const word = around.find((word) => left.startsWith(`${word} `) || left.endsWith(` ${word}`));
    if (word === undefined) return left;
    left = left.startsWith(`${word} `) ? left.slice(word.length + 1) : left.slice(0, -word.length - 1);
  }
}

/** Finds the one place that a mistyped name can be; its first letter is hardly ever the wrong one. */
function nearest(name: string, { zones }: Places): Zone | undefined {
  if (name.length < shortestForgiven) return undefined;
  const close = [...zones].filter(([place]) => {
    const edits = Math.floor(Math.min(place.length, name.length) / 4);
    const isCandidate = place.length >= shortestForgiven && place[0] === name[0];
    return isCandidate && edits >= Math.abs(place.length - name.length) && distance(place, name) <= edits;
  });
  const found = new Set(close.map(([, zone]) => zone));
  return found.size === 1 ? close[0]?.[1] : undefined;
}

function fold(text: string): string {
  const bare = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replace(/[^\p{L}\d+]+/gu, " ").trim();
}
