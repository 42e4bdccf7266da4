import type { CountryCode } from "../campaigns/authorities/authorities.ts";
import { findPlaces } from "./entities/find-places.ts";
import { type Span, valuesOf } from "./entities/span.ts";
import type { Utterance } from "./hear.ts";
import { holdsListed } from "./read-witness.ts";
import { endsWith, holds } from "./tokens.ts";

/** So many words may stand between "my wife" and the place where she lives. */
const wordsBetween = 4;

/** Finds the countries that words name, but for those that they deny: "not in Paris". */
export function placesIn({ words, reading, grammar }: Utterance): readonly Span<CountryCode>[] {
  return findPlaces(words, grammar.countries).filter(
    ({ from }) => !holdsListed(words.slice(Math.max(0, from - 2), from), "not-mine", reading.witnesses),
  );
}

/**
 * Returns the country where a person says that they live: the only one that is named, or one behind
 * others: "I am from Poland but living in Canada". "You wrote that I live in France, it's
 * Switzerland" tells none, nor does "I live in Dakar, not in Paris".
 */
export function homeIn(utterance: Utterance): CountryCode | undefined {
  const { words, reading } = utterance;
  const lives = reading.witnesses.words.get("lives") ?? [];
  const places = placesIn(utterance);
  const [only, ...more] = new Set(valuesOf(places));
  const isTheirs = places.some(({ from }) =>
    holds(words.slice(Math.max(0, from - wordsBetween), from), reading.witnesses.others),
  );
  if (more.length === 0) return holds(words, lives) && !isTheirs ? only : undefined;
  const isHome = ({ from }: Span<CountryCode>) =>
    endsWith(words.slice(0, from), lives) || endsWith(words.slice(0, from - 1), lives);
  const [home, ...others] = new Set(valuesOf(places.filter(isHome)));
  return others.length === 0 && home !== places[0]?.value ? home : undefined;
}
