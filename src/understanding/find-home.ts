import type { CountryCode } from "../campaigns/authorities/authorities.ts";
import { findCountries } from "./entities/find-places.ts";
import { type Span, valuesOf } from "./entities/span.ts";
import type { Utterance } from "./hear.ts";
import { claims, holdsListed } from "./read-witness.ts";
import { endsWith, holds } from "./tokens.ts";

/** So many words may stand between "my wife" and the place where she lives. */
const wordsBetween = 4;

/** Within so many words stands "if" before a place, and "on holiday" around it. */
const wordsBefore = 6;
const wordsBehind = 3;

/** Finds the countries that words name, but for those that they deny: "not in Paris". */
export function placesIn({ words, reading, grammar }: Utterance): readonly Span<CountryCode>[] {
  return findCountries(words, grammar.countries).filter(
    ({ from }) => !holdsListed(words.slice(Math.max(0, from - 3), from), "not-mine", reading.witnesses),
  );
}

/**
 * Returns the place where a person says that they live: the only one that is named, or one behind
 * others: "I am from Poland but living in Canada"; it may stand first if the others are only where they
 * come from. "You wrote that I live in France, it's Switzerland" tells none.
 */
export function homeIn(utterance: Utterance): Span<CountryCode> | undefined {
  const { words } = utterance;
  const all = placesIn(utterance);
  const homes = all.filter(({ from }) => tellsHome(words.slice(0, from), utterance));
  if (valuesOf(all).length > 1) return homeAmong(all, homes, utterance);
  const isTold = homes.length > 0 || holds(words, livesIn(utterance.reading));
  return isTold && !areOfOthers(all, utterance) ? (homes[0] ?? all[0]) : undefined;
}

/**
 * Returns the place where a person says that they live, unless they only suppose so: "if I'm in Spain".
 * `isFlat`: also in a message about anything, where nothing but a phrase before the place tells it.
 */
export function homeToldIn(utterance: Utterance, isFlat: boolean): Span<CountryCode> | undefined {
  const { words, reading, grammar } = utterance;
  const home = homeIn(utterance);
  if (home === undefined) return undefined;
  const before = words.slice(Math.max(0, home.from - wordsBefore), home.from);
  const around = [...before, ...words.slice(home.from, home.to + wordsBehind)];
  const isSupposed = holdsListed(before, "conditions", reading.witnesses);
  const isPassing = isFlat && holds(around, grammar.countries.passing);
  const isTold = !isFlat || tellsHome(words.slice(0, home.from), utterance);
  return isTold && !isSupposed && !isPassing ? home : undefined;
}

/** Whether a question about a place is about the one where the person is, wherever that may be. */
export function asksOfHome({ words, reading, grammar }: Utterance): boolean {
  const { here, away } = grammar.countries;
  return (claims(words, reading.witnesses) || holds(words, here)) && !holds(words, away);
}

function homeAmong(
  all: readonly Span<CountryCode>[],
  homes: readonly Span<CountryCode>[],
  utterance: Utterance,
): Span<CountryCode> | undefined {
  const { words, grammar } = utterance;
  const { origins } = grammar.countries;
  const others = all.filter(({ from }) => !endsWith(words.slice(0, from), origins));
  const isOnly = valuesOf(others).length === 1 && !areOfOthers(others, utterance);
  const isSure = isOnly || homes[0]?.value !== all[0]?.value;
  return isSure && valuesOf(homes).length === 1 ? homes[0] : undefined;
}

/** Whether words end with a phrase that tells where one lives, or with one word more. */
function tellsHome(words: readonly string[], { reading, grammar }: Utterance): boolean {
  const phrases = livesIn(reading);
  const isTold = endsWith(words, phrases) || endsWith(words.slice(0, -1), phrases);
  return isTold || grammar.countries.towns.tellsHome(words);
}

function livesIn({ witnesses }: Utterance["reading"]): readonly string[] {
  return witnesses.words.get("lives") ?? [];
}

/** Whether one of these places is where somebody else is: "my wife lives in Poland". */
function areOfOthers(places: readonly Span<CountryCode>[], { words, reading }: Utterance): boolean {
  return places.some(({ from }) =>
    holds(words.slice(Math.max(0, from - wordsBetween), from), reading.witnesses.others),
  );
}
