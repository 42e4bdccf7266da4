import type { Zone } from "../../conversation/vocabulary.ts";
import { once } from "../../support/memoized.ts";
import { keyOf } from "../tokens.ts";
import { has } from "./date-pattern.ts";
import { compileZones, withoutAround, type ZoneWords, zonesByName } from "./find-places.ts";
import type { Towns } from "./find-towns.ts";
import type { DateToken } from "./read-date-words.ts";
import type { Span, Stretch } from "./span.ts";

/** A language's words for a zone that is named with an hour, compiled. */
export interface NamedZones {
  /** Cities, countries, regions and zones; "unclear" if several have the name. */
  readonly places: () => ReadonlyMap<string, Zone | "unclear">;
  readonly abbreviations: ReadonlyMap<string, Zone>;
  /** Further towns, which count where a place is surely named. */
  readonly towns: Towns;
  readonly around: ReadonlySet<string>;
  readonly marks: ReadonlySet<string>;
  readonly openings: readonly string[];
  readonly wordsForOwn: ReadonlySet<string>;
  readonly shared: ReadonlySet<string>;
  readonly ordinary: ReadonlySet<string>;
}

/**
 * The zone that is named with an hour: "own" is the writer's; "unclear" can be several zones, or
 * none that is known.
 */
export type NamedZone = Zone | "own" | "unclear";

/** A stretch of tokens that may name a zone. */
interface Candidate extends Stretch {
  readonly words: readonly string[];
  readonly text: string;
  readonly isAfterHour: boolean;
}

type FindZone = (
  candidate: Candidate,
  zones: NamedZones,
  tokens: readonly DateToken[],
) => NamedZone | undefined;

const longestSpan = 7;
/** At most so many unknown words are taken for the name of a place. */
const longestName = 3;

export function compileNamedZones(words: ZoneWords, towns: Towns): NamedZones {
  const keys = (phrases: readonly string[]) => new Set(phrases.map(keyOf));
  return {
    places: once(() => placesIn(zonesByName(words.names))),
    abbreviations: new Map(
      Object.entries(words.abbreviations).flatMap(([zone, names]) =>
        names.map((name) => [keyOf(name), zone] as const),
      ),
    ),
    towns,
    around: compileZones(words).around,
    marks: keys(words.marks),
    openings: words.openings.map(keyOf),
    wordsForOwn: keys(words.own),
    shared: keys(words.shared),
    ordinary: keys(words.ordinary),
  };
}

function placesIn(named: ReturnType<typeof zonesByName>): ReturnType<NamedZones["places"]> {
  const places = new Map<string, Zone | "unclear">();
  for (const [name, zone] of named) {
    const key = keyOf(name);
    places.set(key, (places.get(key) ?? zone) === zone ? zone : "unclear");
  }
  return places;
}

/**
 * Finds the zone that is named beside a date: a place with a mark ("London time", « heure de Genève
 * »), behind "I'm in", or directly behind an hour ("8am eastern"); else "unclear" if an unknown
 * name or a shared short name stands there.
 */
export function findZone(tokens: readonly DateToken[], zones: NamedZones): Span<NamedZone> | undefined {
  const mayHoldOne = tokens.some((token, at) => has(tokens, at, "unknown") || zones.marks.has(token.text));
  const candidates = mayHoldOne ? candidatesIn(tokens, zones) : [];
  for (const find of [markedZone, openedZone, ownZone, bareZone, unknownZone]) {
    for (const candidate of candidates) {
      const value = find(candidate, zones, tokens);
      if (value !== undefined) return { from: candidate.from, to: candidate.to, value };
    }
  }
  return undefined;
}

/**
 * All stretches without an hour in them, the longest first: the "am" of "9 am London time" does not
 * belong to "I am".
 */
function candidatesIn(tokens: readonly DateToken[], zones: NamedZones): readonly Candidate[] {
  const lengths = Array.from({ length: Math.min(longestSpan, tokens.length) }, (_, at) => at + 1).reverse();
  return lengths
    .flatMap((length) =>
      Array.from({ length: tokens.length - length + 1 }, (_, from): Candidate => {
        const text = tokens
          .slice(from, from + length)
          .map((token) => token.text)
          .join(" ");
        const isAfterHour = isHour(tokens, from - 1);
        return { from, to: from + length, words: text.split(" "), text, isAfterHour };
      }),
    )
    .filter(({ from, to }) =>
      tokens.slice(from, to).every((_, at) => !isHour(tokens, from + at) || isMark(tokens, from + at, zones)),
    );
}

function isHour(tokens: readonly DateToken[], at: number): boolean {
  return has(tokens, at, "number", "padded", "am", "pm", "hourMark", "oClock", "part");
}

/** Whether a token is a mark: « heure de Genève » names a zone, « une heure » counts hours. */
function isMark(tokens: readonly DateToken[], at: number, { marks }: NamedZones): boolean {
  return marks.has(tokens[at]?.text ?? "") && !has(tokens, at - 1, "number", "padded");
}

const ownZone: FindZone = ({ text, isAfterHour }, { wordsForOwn }) =>
  isAfterHour && wordsForOwn.has(text) ? "own" : undefined;

const markedZone: FindZone = ({ from, to, words }, zones, tokens) =>
  isMark(tokens, from, zones) || isMark(tokens, to - 1, zones) ? zoneNamed(words, zones) : undefined;

/** Whether a text holds a phrase in which a name is an ordinary word: « en réunion ». */
function holdsOrdinary(text: string, { ordinary }: NamedZones): boolean {
  return [...ordinary].some((phrase) => phrase.includes(" ") && ` ${text} `.includes(` ${phrase} `));
}

const openedZone: FindZone = ({ text }, zones) => {
  const opening = zones.openings.find((each) => text.startsWith(`${each} `));
  return opening === undefined || holdsOrdinary(text, zones)
    ? undefined
    : zoneNamed(text.slice(opening.length + 1).split(" "), zones);
};

const bareZone: FindZone = ({ to, text, words, isAfterHour }, zones, tokens) => {
  const isOrdinary = zones.ordinary.has(withoutAround(words, zones.around).join(" "));
  if (!isAfterHour || isOrdinary || holdsOrdinary(text, zones)) return undefined;
  const zone = zones.abbreviations.get(text) ?? placeIn(words, zones);
  // "GMT+1" can be many zones, and GMT is none of them.
  return zone === "UTC" && has(tokens, to, "symbol", "number") ? "unclear" : zone;
};

/**
 * A shared short name, or a mark with an unknown name, directly behind an hour: "IST", "Foo time",
 * « heure de Foo ».
 */
const unknownZone: FindZone = ({ from, to, text, isAfterHour }, zones, tokens) => {
  if (!isAfterHour) return undefined;
  const first = tokens.findIndex((token, at) => at > from && !zones.around.has(token.text));
  const isNamed =
    (isMark(tokens, to - 1, zones) && isName(tokens, from, to - 1)) ||
    (isMark(tokens, from, zones) && isName(tokens, first, to));
  return isNamed || zones.shared.has(text) ? "unclear" : undefined;
};

function isName(tokens: readonly DateToken[], from: number, to: number): boolean {
  const name = tokens.slice(from, to);
  return (
    name.length > 0 && name.length <= longestName && name.every((_, at) => has(tokens, from + at, "unknown"))
  );
}

/** Returns the zone of the place that these words name, with or without words around it. */
function placeIn(words: readonly string[], { places, around }: NamedZones): Zone | "unclear" | undefined {
  return places().get(words.join(" ")) ?? places().get(withoutAround(words, around).join(" "));
}

/** Returns the zone of the place or town that these words surely name: "Sligo time", but not "bath time". */
export function zoneNamed(words: readonly string[], zones: NamedZones): Zone | "unclear" | undefined {
  const name = withoutAround(words, zones.around).join(" ");
  const town = zones.ordinary.has(name) ? undefined : zones.towns.find(name);
  return placeIn(words, zones) ?? town?.zone;
}
