import type { Authority, CountryCode } from "../../campaigns/authorities/authorities.ts";
import type { Language, Zone } from "../../conversation/vocabulary.ts";
import { once } from "../../support/memoized.ts";
import { cutIntoChunks, matchWhole } from "../match.ts";
import { compileTemplates, type TemplateSet } from "../template-set.ts";
import { keyOf } from "../tokens.ts";
import { compileTowns, findTowns, type Towns, townAt } from "./find-towns.ts";
import { type Span, type Stretch, valuesOf } from "./span.ts";

/** Names of countries or zones, each with its country code or its zone. */
export interface Places {
  readonly names: () => TemplateSet<string>;
  /** Words that people put around a name. */
  readonly around: ReadonlySet<string>;
}

/** The names of countries, with what else tells in which one a person lives. */
export interface Countries extends Places {
  /** The towns that have no name here. */
  readonly towns: Towns;
  /** Phrases for where one comes from: "I'm an", "born in". */
  readonly origins: readonly string[];
  /** Words with which nobody tells where they live. */
  readonly passing: readonly string[];
  /** Words with which one asks what holds where one is, or somewhere else. */
  readonly here: readonly string[];
  readonly away: readonly string[];
}

/** A language's names for zones, in lower case and without accents. */
export interface ZoneWords {
  /** Cities, countries and regions that lie in one zone, by that zone. */
  readonly names: Readonly<Record<Zone, readonly string[]>>;
  /** Words that people put around a place: "I live in". */
  readonly around: readonly string[];
  /** Short names that count only directly behind an hour, by their zone: "PT". */
  readonly abbreviations: Readonly<Record<Zone, readonly string[]>>;
  /** Short names that several zones share: "IST". */
  readonly shared: readonly string[];
  /** Words that make a place beside them a zone: "time". They must also be in `around`. */
  readonly marks: readonly string[];
  /** Phrases that tell where one is, up to the name of the place: "I'm in". */
  readonly openings: readonly string[];
  /** Phrases for the person's own zone: "my time". */
  readonly own: readonly string[];
  /** Names that are also ordinary words, or phrases with one: they count only beside a mark. */
  readonly ordinary: readonly string[];
}

/**
 * What people of one language may type for a country besides its name:
 * `locales/<language>/countries.json`.
 */
export interface CountryWords {
  /** Further names of countries and of their territories, by the country's code. */
  readonly names: Readonly<Record<CountryCode, readonly string[]>>;
  /** Words that people put around a country: "I live in". */
  readonly around: readonly string[];
  /** Phrases that hold a name and name no country: "in English", « en réunion ». */
  readonly languages: readonly string[];
  /** Phrases that tell where one lives, up to the name of a town: "I live in". */
  readonly beforeTowns: readonly string[];
  /** Phrases that tell where one comes from, up to the name of the country: "I'm an", "born in". */
  readonly origins: readonly string[];
  /** What people are, which tells where they live with a place behind it: "I'm a nurse in". */
  readonly trades: readonly string[];
  /** What stands between that and the place: "in". */
  readonly behindTrade: readonly string[];
  /** Words with which nobody tells where they live: "if I'm in", "on holiday". */
  readonly passing: readonly string[];
  /** Words with which one asks what holds where one is: "here". */
  readonly here: readonly string[];
  /** Words with which one asks what holds somewhere else: "abroad". */
  readonly away: readonly string[];
}

/** Stands for a language, which is named like a country and is none. */
const nowhere = "";
/** A shorter name with a mistake is another word. */
const shortestMistyped = 6;
/** More words than a name of a place has. */
const tooManyWords = 15;

/**
 * Reads the one place that words name, with or without words around it; undefined if no place, or
 * several, have that name.
 */
export function readPlace(words: readonly string[], places: Places): string | undefined {
  const named = words.length < tooManyWords ? matchWhole(words, places.names()) : [];
  const [place, ...others] = new Set(named.map(({ meaning }) => meaning));
  if (place !== undefined) return others.length === 0 && place !== nowhere ? place : undefined;
  const isAround = (at: number) => places.around.has(words.at(at) ?? "");
  // The end goes first: "en" belongs to « en français ».
  if (isAround(-1)) return readPlace(words.slice(0, -1), places);
  return isAround(0) ? readPlace(words.slice(1), places) : undefined;
}

/** Leaves out the words around a name. */
export function withoutAround(words: readonly string[], around: ReadonlySet<string>): readonly string[] {
  const isName = (word: string) => !around.has(word);
  return words.slice(words.findIndex(isName), words.findLastIndex(isName) + 1);
}

/** Finds the places that words name. */
export function findPlaces(words: readonly string[], places: Places): readonly Span<string>[] {
  const { exact, mistyped } = namedIn(words, places);
  return exact.length > 0 ? exact : mistyped;
}

/**
 * Finds the countries that words name, and those of the towns where somebody says that they live. The
 * region behind a town tells which one is meant: "I live in Birmingham, Alabama".
 */
export function findCountries(words: readonly string[], countries: Countries): readonly Span<CountryCode>[] {
  const { exact, mistyped } = namedIn(words, countries);
  const { towns } = countries;
  const isApart = (town: Stretch) => exact.every(({ from, to }) => to <= town.from || town.to <= from);
  const found = findTowns(words, towns).filter(isApart);
  const all = [...exact, ...found.map((span) => ({ ...span, value: span.value.country }))];
  if (all.length === 0) return mistyped;
  const within = (span: Span<CountryCode>) => {
    const next = towns.tellsHome(words.slice(0, span.from)) ? townAt(span.to, words, towns) : undefined;
    return next?.value.isRegion === true ? { ...span, to: next.to, value: next.value.country } : span;
  };
  return all.map(within).sort((one, other) => one.from - other.from);
}

/**
 * A short name must be spelt rightly, "by mail" names no Mali, and so must one beside another: in
 * "France, Angers" no Anvers is mistyped.
 */
function namedIn(words: readonly string[], places: Places) {
  const found = cutIntoChunks(words, places.names()).flatMap(({ from, to, matches }) =>
    matches
      .filter(({ meaning }) => meaning !== nowhere)
      .filter(({ mistakes }) => mistakes === 0 || words.slice(from, to).join("").length >= shortestMistyped)
      .map(({ meaning, mistakes }) => ({ from, to, value: meaning, mistakes })),
  );
  const spansOf = (isExact: boolean): readonly Span<string>[] =>
    found
      .filter(({ mistakes }) => (mistakes === 0) === isExact)
      .map(({ from, to, value }) => ({ from, to, value }));
  return { exact: spansOf(true), mistyped: spansOf(false) };
}

/** Returns the one country that words name; undefined if they name several. */
export function onlyCountry(words: readonly string[], countries: Countries): CountryCode | undefined {
  const [country, ...others] = new Set(valuesOf(findCountries(words, countries)));
  return others.length === 0 ? country : undefined;
}

/**
 * Compiles a language's names for zones, the zones' own names, and the cities that they are named
 * after.
 */
export function compileZones({ names, around }: ZoneWords): Places {
  return compilePlaces(() => zonesByName(names), around);
}

/** Lists the same names, each with its zone. */
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

/**
 * Compiles the names of all countries, and the further names that are accepted, in all languages at
 * once.
 */
export function compileCountries(
  authorities: ReadonlyMap<CountryCode, Authority>,
  words: ReadonlyMap<Language, CountryWords>,
  towns: () => string,
): Countries {
  const all = [...words.values()];
  const places = compilePlaces(
    () => {
      const accepted = all.flatMap(({ names }) => Object.entries(names));
      const languages = all.map((each) => [nowhere, each.languages] as const);
      const shipped = [...authorities.values()].map(
        ({ country, names }) => [country, Object.values(names)] as const,
      );
      const listed = [...languages, ...accepted, ...shipped, ...worldOf([...words.keys()])].flatMap(
        ([country, names]) => names.map((name) => [keyOf(name), country] as const),
      );
      // If one name stands twice, the first country counts: Martinique is France's before it is its own.
      return [...new Map(listed.reverse())];
    },
    all.flatMap(({ around }) => around),
  );
  const before = all.flatMap(({ beforeTowns }) => beforeTowns);
  const listed = (list: "origins" | "trades" | "behindTrade" | "passing" | "here" | "away") =>
    all.flatMap((each) => each[list]);
  return {
    ...places,
    towns: compileTowns(towns, {
      before,
      origins: listed("origins"),
      trades: listed("trades"),
      behindTrade: listed("behindTrade"),
    }),
    origins: listed("origins").map(keyOf),
    passing: listed("passing").map(keyOf),
    here: listed("here").map(keyOf),
    away: listed("away").map(keyOf),
  };
}

/** The names are compiled only when a place is asked for. */
function compilePlaces(
  namesOf: () => readonly (readonly [name: string, place: string])[],
  around: readonly string[],
): Places {
  return {
    names: once(() => compileTemplates({ templates: namesOf() })),
    around: new Set(around.flatMap((phrase) => keyOf(phrase).split(" "))),
  };
}

/** Every zone by its name, and by its city, except research stations. */
function zonesThemselves(zones: readonly Zone[]): readonly (readonly [string, Zone])[] {
  return zones.flatMap((zone) => {
    const [region, city, ...more] = zone.split("/");
    // Names of three parts are towns whose namesakes elsewhere are better known: Vincennes, Córdoba.
    const isCity = city !== undefined && more.length === 0 && region !== "Etc" && region !== "Antarctica";
    return [zone, ...(isCity ? [city] : [])].map((name) => [name.replaceAll(/[/_]/g, " "), zone] as const);
  });
}

/**
 * All countries of the world: without its name here, one that has no authority could be taken for a
 * typing mistake in the name of another.
 */
function worldOf(languages: readonly Language[]): readonly (readonly [CountryCode, readonly string[]])[] {
  const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const displays = languages.map((tag) => new Intl.DisplayNames([tag], { type: "region", fallback: "none" }));
  return codes.map((code) => [code, displays.flatMap((display) => display.of(code) ?? [])]);
}
