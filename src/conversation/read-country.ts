import type { Authority, CountryCode } from "../campaigns/authorities/authorities-schema.ts";
import { closest } from "./closest.ts";
import { keyOf } from "./fold.ts";
import { compileLexicon, type Lexicon, piecesOf } from "./lexicon.ts";
import type { Language } from "./vocabulary.ts";

/** What people of one language may type for a country, besides its name: `locales/<language>/countries.json`. */
export interface CountryWords {
  /** Further names of countries and of what belongs to them, by the country's code. */
  readonly names: Readonly<Record<CountryCode, readonly string[]>>;
  /** Words that people put around a country: "I live in". */
  readonly around: readonly string[];
}

/** A country, or nothing where the word stands around one. */
type Meaning = CountryCode | null;

/** Names of countries, compiled once. */
export interface Countries {
  readonly lexicon: Lexicon<Meaning>;
  readonly names: readonly (readonly [name: string, country: CountryCode])[];
}

const longest = 120;

/** Compiles the names of all countries, and what is accepted for them, in all languages at once. */
export function compileCountries(
  authorities: ReadonlyMap<CountryCode, Authority>,
  words: ReadonlyMap<Language, CountryWords>,
): Countries {
  const all = [...words.values()];
  const accepted = all.flatMap((each) => Object.entries(each.names));
  const shipped = [...authorities.values()].map(
    ({ country, names }) => [country, Object.values(names)] as const,
  );
  // Where one name stands twice, the first country counts: Martinique is France's before it is its own.
  const listed = [...accepted, ...shipped, ...worldOf([...words.keys()])].flatMap(([country, given]) =>
    given.map((name) => [keyOf(name), country] as const),
  );
  const names = [...new Map(listed.reverse())];
  const between = all.flatMap(({ around }) => around.map((phrase) => [keyOf(phrase), null] as const));
  return {
    lexicon: compileLexicon<Meaning>([...names, ...between], (meaning) => meaning !== null),
    names,
  };
}

/** The world's countries: who is not among the authorities' must not be taken for a neighbour by a slip. */
function worldOf(languages: readonly Language[]): readonly (readonly [CountryCode, readonly string[]])[] {
  const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const displays = languages.map((tag) => new Intl.DisplayNames([tag], { type: "region", fallback: "none" }));
  return codes.map((code) => [code, displays.flatMap((display) => display.of(code) ?? [])]);
}

/** Reads the one country that a person names, with or without an authority; undefined where that is not sure. */
export function readCountry(text: string, { lexicon, names }: Countries): CountryCode | undefined {
  if (text.length > longest) return undefined;
  // Signs say nothing here, and cut "Pays-Bas" or "U.K." into pieces.
  const key = keyOf(text);
  const meant = new Set(piecesOf(key, lexicon).map(({ meaning }) => meaning));
  meant.delete(null);
  const [country, ...others] = meant;
  return others.length === 0 && country ? country : closest(key, names);
}
