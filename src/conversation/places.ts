import {
  type Authority,
  authorityFor,
  type CountryCode,
  isInEuropeanArea,
} from "../campaigns/authorities/authorities.ts";
import type { Context, SpokenPlace } from "./context.ts";
import {
  type ConversationEvent,
  type Facts,
  type Link,
  ownTopicOf,
  type Param,
  type Phrase,
  placeTopics,
  topicsOfCountries,
} from "./vocabulary.ts";

/** The country that the person told, else that of the place asked about last, if it is known. */
export function knownCountry({ person, dialogue }: Context): CountryCode | undefined {
  const { place, placeCountry } = dialogue;
  const country = person.country ?? placeCountry;
  if (country !== undefined || place === undefined) return country;
  return countryOfPlace(place);
}

/** Returns the country of a place, if the place is one country or a part of one. */
export function countryOfPlace(place: string): CountryCode | undefined {
  const [only, ...others] = Object.entries(topicsOfCountries).filter(([, topics]) => topics.includes(place));
  return others.length === 0 ? only?.[0] : undefined;
}

/** Names the authority that takes the person's complaint: that of the known country, or an example. */
export function authorityNow(context: Context): Param {
  const country = knownCountry(context);
  const authority = authorityFor(country ?? "", context.facts.authorities, context.dialogue.campaign);
  return authority === undefined ? { key: "complaint.such-as" } : nameAuthority(authority);
}

/** Names an authority as it calls itself; Germany has one in each Land. */
export function nameAuthority({ authority }: Authority): Param {
  return authority ?? { key: "complaint.of-your-land" };
}

type Law = "gdpr" | "uk" | "swiss" | "canada";

/** The countries outside the European Economic Area whose authority the bot knows. */
const ownLaws = new Map<CountryCode, Law>([
  ["GB", "uk"],
  ["CH", "swiss"],
  ["CA", "canada"],
]);

/** The law on which people rely in a country. */
function lawIn(country: CountryCode): Law {
  return ownLaws.get(country) ?? "gdpr";
}

/** The law on which a complaint to an authority relies; "national" if only its name is known. */
export function lawOfComplaint({ country, law }: Authority): Law | "national" {
  return law === undefined ? lawIn(country) : "national";
}

/** The law on which an objection relies: that of the known country, or of Québec within Canada. */
export function lawNow(context: Context): Law | "quebec" {
  const country = knownCountry(context);
  return country === "CA" && context.dialogue.place === "quebec" ? "quebec" : lawIn(country ?? "");
}

/** The param of a text that says how long a service may take to answer, by the law of the known country. */
export function withAnswerTime(context: Context): { readonly answerTime: Phrase } {
  const country = knownCountry(context);
  const law = lawNow(context);
  const isElsewhere =
    law === "gdpr" && country !== undefined && !isInEuropeanArea(country, context.facts.authorities);
  return { answerTime: { key: `answer-time.${isElsewhere ? "elsewhere" : law}` } };
}

/** Returns the button that leads to an authority, and what it opens. The Swiss one takes reports. */
export function pageOfAuthority({ authority, country, home, complaint }: Authority) {
  const form = lawIn(country) === "swiss" ? "report" : "complaint";
  const overview = authority === undefined ? "list" : "site";
  const kind = complaint === undefined ? overview : form;
  return { kind, link: { label: { key: `complaint.open.${kind}` }, url: complaint ?? home } } as const;
}

/** Returns the buttons that lead to the authorities of parts of a country. */
export function pagesOfParts({ parts = [] }: Authority): readonly Link[] {
  return parts.map(({ authority, home, complaint = home }) => ({
    label: { key: "complaint.open.part", params: { authority } },
    url: complaint,
  }));
}

/**
 * The everyday question about the place asked about last, or else about where the person lives;
 * undefined inside the European Economic Area.
 */
export function placeNow({ person: { country }, dialogue, facts }: Context): string | undefined {
  if (dialogue.place !== undefined || country === undefined) return dialogue.place;
  if (isInEuropeanArea(country, facts.authorities)) return undefined;
  return ownTopicOf(country);
}

/** Events on the way to the steps or to an answer: the place asked about last still holds after them. */
const leavesPlace: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["topic", "service", "services", "start", "accounts", "doubt", "tick", "ticked", "linked"] as const),
  ...(["yes", "no", "language", "courtesy", "not-understood"] as const),
  ...(["ready-text", "write", "grounds"] as const),
]);

/** Returns the place spoken of after an event; its topic only if outside the European Economic Area. */
export function placeSpokenOf(
  event: ConversationEvent,
  before: SpokenPlace,
  { authorities }: Facts,
): SpokenPlace {
  if (event.type !== "topic" || !placeTopics.some((topic) => topic === event.topic))
    return leavesPlace.has(event.type) ? before : { place: undefined, placeCountry: undefined };
  const { topic, country } = event;
  const isOutside =
    topic !== "elsewhere" || (country !== undefined && !isInEuropeanArea(country, authorities));
  return { place: isOutside ? topic : undefined, placeCountry: country };
}
