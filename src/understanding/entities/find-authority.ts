import type { Authority, CountryCode } from "../../campaigns/authorities/authorities.ts";
import { keyOf } from "../tokens.ts";

/** The countries of authorities by their short names, such as "cnil". */
export type ShortNames = ReadonlyMap<string, CountryCode>;

const inBrackets = /\((\p{Lu}[\p{Lu}-]+)\)/gu;

/** Returns the short names that stand in brackets behind an authority's name, but for shared ones. */
export function shortNamesOf(authorities: ReadonlyMap<CountryCode, Authority>): ShortNames {
  const named = [...authorities.values()].flatMap(({ country, authority = "" }) =>
    [...authority.matchAll(inBrackets)]
      .flatMap(([, names = ""]) => names.split("-"))
      .map((name) => [keyOf(name), country] as const),
  );
  const isShared = (name: string) => named.filter(([other]) => other === name).length > 1;
  return new Map(named.filter(([name]) => !isShared(name)));
}

/** Returns the country of the one authority that words name by its short name. */
export function findAuthority(words: readonly string[], names: ShortNames): CountryCode | undefined {
  const [country, ...others] = new Set(words.flatMap((word) => names.get(word) ?? []));
  return others.length === 0 ? country : undefined;
}
