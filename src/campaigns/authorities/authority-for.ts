import type { Authority, CountryCode } from "./authorities-schema.ts";

/** Codes in use beside those of the standard, and territories with the authority of their country. */
const otherCodes: Readonly<Record<string, CountryCode>> = {
  ...{ UK: "GB", EL: "GR", AX: "FI", IC: "ES", EA: "ES" },
  ...{ BL: "FR", FX: "FR", GF: "FR", GP: "FR", MF: "FR", MQ: "FR", NC: "FR" },
  ...{ PF: "FR", PM: "FR", RE: "FR", TF: "FR", WF: "FR", YT: "FR" },
};

/** Finds the authority to which people of a country complain; undefined where the bot knows of none. */
export function authorityFor(
  country: CountryCode,
  authorities: ReadonlyMap<CountryCode, Authority>,
): Authority | undefined {
  const code = country.toUpperCase();
  return authorities.get(otherCodes[code] ?? code);
}

/** Names an authority's country in a language, also in one that the file does not have. */
export function countryName({ country, names }: Authority, language: string): string {
  return names[language] ?? new Intl.DisplayNames([language], { type: "region" }).of(country) ?? country;
}
