import type { Authority, CountryCode } from "../../campaigns/authorities/authorities.ts";
import type { Language, Zone } from "../../conversation/vocabulary.ts";
import { once } from "../../support/memoized.ts";
import { cutIntoChunks, matchWhole } from "../match.ts";
import { compileTemplates, type TemplateSet } from "../template-set.ts";
import { keyOf } from "../tokens.ts";
import type { Span } from "./span.ts";

/** Names of countries, or of places in time zones, by what they stand for. */
export interface Places {
  readonly names: () => TemplateSet<string>;
  /** Words that people put around a name. */
  readonly around: ReadonlySet<string>;
}

/** A language's names for zones, written without regard to case and accents. */
export interface ZoneWords {
  /** Cities, countries and regions that lie in one zone, by that zone. */
  readonly names: Readonly<Record<Zone, readonly string[]>>;
  /** Words that people put around a place: "I live in". */
  readonly around: readonly string[];
  /** Short names that count directly behind an hour alone, by their zone: "PT". */
  readonly abbreviations: Readonly<Record<Zone, readonly string[]>>;
  /** Short names that several zones share: "IST". */
  readonly shared: readonly string[];
  /** Words that make a place beside them a zone; they stand in `around` too: "time". */
  readonly marks: readonly string[];
  /** What tells where one is, up to the name of the place: "I'm in". */
  readonly openings: readonly string[];
  /** The zone of whoever writes: "my time". */
  readonly own: readonly string[];
  /** Names that are ordinary words: they count beside a mark alone. */
  readonly ordinary: readonly string[];
}

/** What people of one language may type for a country, besides its name: `locales/<language>/countries.json`. */
export interface CountryWords {
  /** Further names of countries and of what belongs to them, by the country's code. */
  readonly names: Readonly<Record<CountryCode, readonly string[]>>;
  /** Words that people put around a country: "I live in". */
  readonly around: readonly string[];
}

/** No name of a place has as many words. */
const tooManyWords = 15;

/** Reads the one place that words name, with or without words around it; nothing if it is not sure which. */
export function readPlace(words: readonly string[], places: Places): string | undefined {
  const named = words.length < tooManyWords ? matchWhole(words, places.names()) : [];
  const [place, ...others] = new Set(named.map(({ meaning }) => meaning));
  if (place !== undefined) return others.length === 0 ? place : undefined;
  const isAround = (at: number) => places.around.has(words.at(at) ?? "");
  if (isAround(0)) return readPlace(words.slice(1), places);
  return isAround(-1) ? readPlace(words.slice(0, -1), places) : undefined;
}

/** Leaves out the words around a name. */
export function withoutAround(words: readonly string[], around: ReadonlySet<string>): readonly string[] {
  const isName = (word: string) => !around.has(word);
  return words.slice(words.findIndex(isName), words.findLastIndex(isName) + 1);
}

/** Finds the places that words name. */
export function findPlaces(words: readonly string[], places: Places): readonly Span<string>[] {
  return cutIntoChunks(words, places.names()).flatMap(({ from, to, matches }) =>
    matches.map(({ meaning }) => ({ from, to, value: meaning })),
  );
}

/** Prepares a language's names for zones, the zones' own names, and the cities that they are named after. */
export function compileZones({ names, around }: ZoneWords): Places {
  return compilePlaces(() => zonesByName(names), around);
}

/** A language's names for zones, the zones' own names, and the cities that they are named after, each with its zone. */
export function zonesByName(names: ZoneWords["names"]): readonly (readonly [name: string, zone: Zone])[] {
  const listed = Object.entries(names).flatMap(([zone, each]) => each.map((name) => [name, zone] as const));
  // One zone can have two names: Asia/Kolkata and Asia/Calcutta.
  const zones = Intl.supportedValuesOf("timeZone");
  const isListed = new Set(zones);
  const listedAs = new Map(
    Object.keys(names).map((zone) => [isListed.has(zone) ? zone : canonical(zone), zone]),
  );
  return [
    ...listed,
    ...zonesThemselves(zones).map(([name, zone]) => [name, listedAs.get(zone) ?? zone] as const),
  ];
}

function canonical(zone: Zone): Zone {
  return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
}

/** Prepares the names of all countries, and what is accepted for them, in all languages at once. */
export function compileCountries(
  authorities: ReadonlyMap<CountryCode, Authority>,
  words: ReadonlyMap<Language, CountryWords>,
): Places {
  const all = [...words.values()];
  return compilePlaces(
    () => {
      const accepted = all.flatMap(({ names }) => Object.entries(names));
      const shipped = [...authorities.values()].map(
        ({ country, names }) => [country, Object.values(names)] as const,
      );
      const listed = [...accepted, ...shipped, ...worldOf([...words.keys()])].flatMap(([country, names]) =>
        names.map((name) => [keyOf(name), country] as const),
      );
      // If one name stands twice, the first country counts: Martinique is France's before it is its own.
      return [...new Map(listed.reverse())];
    },
    all.flatMap(({ around }) => around),
  );
}

/** Names are compiled when a place is first asked for. */
function compilePlaces(
  namesOf: () => readonly (readonly [name: string, place: string])[],
  around: readonly string[],
): Places {
  return {
    names: once(() => compileTemplates({ templates: namesOf() })),
    around: new Set(around.flatMap((phrase) => keyOf(phrase).split(" "))),
  };
}

/** Every zone by its name, and by its city but for the research stations. */
function zonesThemselves(zones: readonly Zone[]): readonly (readonly [string, Zone])[] {
  return zones.flatMap((zone) => {
    const [region, city, ...more] = zone.split("/");
    // Names of three parts are towns whose namesakes elsewhere are better known: Vincennes, Córdoba.
    const isCity = city !== undefined && more.length === 0 && region !== "Etc" && region !== "Antarctica";
    return [zone, ...(isCity ? [city] : [])].map((name) => [name.replaceAll(/[/_]/g, " "), zone] as const);
  });
}

/** The world's countries: one without an authority must not be taken for a neighbour by a slip. */
function worldOf(languages: readonly Language[]): readonly (readonly [CountryCode, readonly string[]])[] {
  const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const displays = languages.map((tag) => new Intl.DisplayNames([tag], { type: "region", fallback: "none" }));
  return codes.map((code) => [code, displays.flatMap((display) => display.of(code) ?? [])]);
}
