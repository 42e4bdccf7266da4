import { type CountryCode, isInEuropeanArea } from "../campaigns/authorities/authorities.ts";
import type { Context } from "./context.ts";
import { topicsOfCountries } from "./vocabulary.ts";

/** The country that a person has told, or that was spoken of last, if one is known. */
export function knownCountry({ person, dialogue: { place } }: Context): CountryCode | undefined {
  if (person.country !== undefined || place === undefined) return person.country;
  const [only, ...others] = Object.entries(topicsOfCountries).filter(([, topics]) => topics.includes(place));
  return others.length === 0 ? only?.[0] : undefined;
}

/** The everyday question about the place outside the European Economic Area that was spoken of last, or where the person lives. */
export function placeNow({ person: { country }, dialogue, facts }: Context): string | undefined {
  if (dialogue.place !== undefined || country === undefined) return dialogue.place;
  if (isInEuropeanArea(country, facts.authorities)) return undefined;
  return topicsOfCountries[country]?.[0] ?? "elsewhere";
}
