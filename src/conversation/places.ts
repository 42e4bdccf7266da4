import { authorityFor, type CountryCode, isInEuropeanArea } from "../campaigns/authorities/authorities.ts";
import type { Context } from "./context.ts";
import { type Param, topicsOfCountries } from "./vocabulary.ts";

/** The country that a person has told, or that was spoken of last, if one is known. */
export function knownCountry({ person, dialogue }: Context): CountryCode | undefined {
  const { place, placeCountry } = dialogue;
  const told = person.country ?? placeCountry;
  if (told !== undefined || place === undefined) return told;
  const [only, ...others] = Object.entries(topicsOfCountries).filter(([, topics]) => topics.includes(place));
  return others.length === 0 ? only?.[0] : undefined;
}

/** Names the authority to which the person complains: that of the country that is known, or one for example. */
export function authorityNow(context: Context): Param {
  const country = knownCountry(context);
  return authorityFor(country ?? "", context.facts.authorities)?.authority ?? { key: "complaint.such-as" };
}

/** The everyday question about the place outside the European Economic Area that was spoken of last, or where the person lives. */
export function placeNow({ person: { country }, dialogue, facts }: Context): string | undefined {
  if (dialogue.place !== undefined || country === undefined) return dialogue.place;
  if (isInEuropeanArea(country, facts.authorities)) return undefined;
  return topicsOfCountries[country]?.[0] ?? "elsewhere";
}
