import type { CountryCode } from "../../campaigns/authorities/authorities.ts";
import type { Zone } from "../../conversation/vocabulary.ts";
import { once } from "../../support/memoized.ts";
import { endsWith, keyOf } from "../tokens.ts";
import { findSpans, type Span } from "./span.ts";

/** Where a town or a region is. */
export interface Town {
  readonly country: CountryCode;
  readonly zone: Zone;
  readonly isRegion: boolean;
}

/** The names of towns and regions. Many are words too: they count only where a town is surely named. */
export interface Towns {
  /** Whether words end with a phrase that tells where one lives: "I live in". */
  readonly tellsHome: (words: readonly string[]) => boolean;
  /** Returns the town that has this name, in lower case and without accents. */
  readonly find: (name: string) => Town | undefined;
}

/** "Las Palmas de Gran Canaria" has as many words. */
const longestName = 5;
/** "I actually live in" has four words, "j'habite dans la région de" six. */
const longestBefore = 6;
/** So many words may stand before a trade, and behind it: "I'm a retired nurse up north in". */
const mostBesideTrade = 2;

/** Phrases that tell where somebody lives, up to the name of a town. */
export interface BeforeTowns {
  /** "I live in". */
  readonly before: readonly string[];
  /** "I'm a". */
  readonly origins: readonly string[];
  /** What people are: "nurse". Behind one of `origins`, and before one of `behindTrade`. */
  readonly trades: readonly string[];
  /** "in": a teacher of English is not in England. */
  readonly behindTrade: readonly string[];
}

/**
 * Compiles `locales/towns.txt`, whose lines are a country with a zone, then the names of towns or
 * regions there. It is read once a town is looked for.
 */
export function compileTowns(read: () => string, before: BeforeTowns): Towns {
  const byName = once(() => townsIn(read()));
  const phrases = before.before.map(keyOf);
  const lastWords = new Set(phrases.map((phrase) => phrase.slice(phrase.lastIndexOf(" ") + 1)));
  const tellsTrade = tradeReader(before);
  return {
    tellsHome: (words) =>
      (lastWords.has(words.at(-1) ?? "") && endsWith(words.slice(-longestBefore), phrases)) ||
      tellsTrade(words),
    find: (name) => byName().get(name),
  };
}

/** Tells whether words end with what somebody is, up to the name of a town: "I'm a nurse in". */
function tradeReader({ origins, trades, behindTrade }: BeforeTowns): Towns["tellsHome"] {
  const openings = origins.map(keyOf);
  const named = new Set(trades.map(keyOf));
  const lastWords = new Set(behindTrade.map(keyOf));
  return (words) => {
    if (!lastWords.has(words.at(-1) ?? "")) return false;
    const at = words.findLastIndex((word) => named.has(word));
    if (at < 0 || words.length - at - 2 > mostBesideTrade) return false;
    return [0, 1, mostBesideTrade].some((more) => endsWith(words.slice(0, Math.max(0, at - more)), openings));
  };
}

function townsIn(text: string): ReadonlyMap<string, Town> {
  const towns = new Map<string, Town>();
  for (const line of text.trimEnd().split("\n")) {
    const [where = "", ...names] = line.split(",");
    const [country = "", zone = "", kind] = where.split(" ");
    const town = { country, zone, isRegion: kind === "region" };
    for (const name of names) towns.set(name, town);
  }
  return towns;
}

/** Finds the towns that are named behind a phrase that tells where one lives. */
export function findTowns(words: readonly string[], towns: Towns): readonly Span<Town>[] {
  return findSpans(words.length, (from) =>
    towns.tellsHome(words.slice(0, from)) ? townAt(from, words, towns) : undefined,
  );
}

/** Returns the town with the longest name that begins at this word. */
export function townAt(from: number, words: readonly string[], { find }: Towns): Span<Town> | undefined {
  for (let to = Math.min(words.length, from + longestName); to > from; to -= 1) {
    const value = find(words.slice(from, to).join(" "));
    if (value !== undefined) return { from, to, value };
  }
  return undefined;
}
