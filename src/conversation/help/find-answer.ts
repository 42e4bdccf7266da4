import { authorityFor, isInEuropeanArea } from "../../campaigns/authorities/authorities.ts";
import type { Campaign } from "../../campaigns/schema.ts";
import { type Context, nameCampaign } from "../context.ts";
import { authorityNow, countryOfPlace, nameAuthority, placeNow, withAnswerTime } from "../places.ts";
import { askBeside, onlyIf } from "../question-view.ts";
import { hasNothingToDo } from "../required-steps.ts";
import { datePhrases, isDateElsewhere } from "../steps/say-steps.ts";
import type { TextKey } from "../text-key.ts";
import { troubleSaying } from "../trouble/say-trouble.ts";
import {
  type Choice,
  type Effect,
  type EventOf,
  type Facts,
  offeredEvent,
  ownTopicOf,
  type Phrase,
  type Saying,
  themeOffers,
  troubleIn,
} from "../vocabulary.ts";
import { experienceTold } from "./say-experience.ts";
import { howManySaying, tooLateSaying } from "./say-how-many.ts";

/** Topics whose answer is computed from the campaign and the person. */
const known: Readonly<Record<string, (about: Campaign, context: Context) => Saying | undefined>> = {
  deadline: deadlineAnswer,
  "how-many": howManySaying,
  "too-late": (about, context) => elsewhereAnswer(about, context) ?? tooLateAnswer(about, context),
};
/** The topic of who runs the bot. */
const operatorTopic = "bot-operator";

/**
 * Returns the answer to an everyday question; undefined if there is none. The answer of the campaign
 * that the question names, or of the current one, comes first; then the general one; then that of the
 * first campaign that has one, after its name.
 */
export function findAnswer(asked: EventOf<"topic">, context: Context): Saying | undefined {
  const event = ofOwnPlace(asked, context);
  const { topic, campaign, isGeneral } = event;
  const { facts, dialogue } = context;
  const trouble = troubleIn(event);
  if (trouble !== undefined) return troubleSaying(trouble, event, context);
  const about = isGeneral ? undefined : facts.campaigns.get(campaign ?? dialogue.campaign ?? "");
  const answer = answerAbout(about, event, context);
  const told = about && answer && experienceTold(topic, about.id, facts);
  return told ? { ...answer, text: [told, ...answer.text] } : answer;
}

/** Turns a question about the place where the person lives, whichever it is, to the known country. */
function ofOwnPlace(event: EventOf<"topic">, context: Context): EventOf<"topic"> {
  const country = event.isOwn ? context.person.country : undefined;
  if (country === undefined) return event;
  const place = context.dialogue.place;
  const isThere = place !== undefined && countryOfPlace(place) === country;
  return { ...event, topic: isThere ? place : ownTopicOf(country), country };
}

function answerAbout(
  about: Campaign | undefined,
  event: EventOf<"topic">,
  context: Context,
): Saying | undefined {
  const { topic } = event;
  const { facts } = context;
  const answered =
    inEuropeSaying(event, facts) ??
    outsideSaying(event, about, facts) ??
    (about && known[topic]?.(about, context));
  if (answered !== undefined) return answered;
  const answering = campaignAnswering(topic, about, facts);
  if (answering === undefined) return generalSaying(topic, context);
  const answer = campaignAnswer(topic, answering, context);
  if (answering === about) return answer;
  const name: Phrase = { key: "help.of", params: { campaign: nameCampaign(answering.id) } };
  return { ...answer, text: [name, ...answer.text] };
}

/** What holds for any service in a country where European law applies. */
function inEuropeSaying({ topic, country }: EventOf<"topic">, { authorities }: Facts): Saying | undefined {
  const isAsked = topic === "elsewhere" && country !== undefined;
  if (!isAsked || !isInEuropeanArea(country, authorities)) return undefined;
  const authority = authorityFor(country, authorities);
  const params = { country: { country }, authority: authority ? nameAuthority(authority) : "" };
  return { text: [{ key: "places.in-europe", params }] };
}

/**
 * What is known of a country outside of the European Economic Area that has no question of its own;
 * undefined if the service's answer about such countries names it.
 */
function outsideSaying(
  { topic, country }: EventOf<"topic">,
  about: Campaign | undefined,
  { authorities }: Facts,
): Saying | undefined {
  const { namedElsewhere = [], coveredIn = [] } = about ?? {};
  if (topic !== "elsewhere" || country === undefined) return undefined;
  if ([...namedElsewhere, ...coveredIn].includes(country)) return undefined;
  const authority = authorityFor(country, authorities);
  const params = { country: { country } };
  return {
    text: [
      { key: "places.outside-europe", params },
      ...onlyIf<Phrase>(authority !== undefined, {
        key: "places.authority-there",
        params: { authority: authority ? nameAuthority(authority) : "" },
      }),
    ],
  };
}

/** The general answer, which holds for any service. */
function generalSaying(topic: string, context: Context): Saying | undefined {
  const { facts } = context;
  if (!facts.generalTopics.includes(topic)) return undefined;
  return { text: [generalAnswer(topic, context), ...(topic === "deadline" ? lastDaysAhead(facts) : [])] };
}

/** The last day of each campaign whose date is ahead. */
function lastDaysAhead({ campaigns, now }: Facts): readonly Phrase[] {
  return [...campaigns.values()].flatMap(({ id, dates, instants }) => {
    if (dates === undefined || instants === undefined || now >= instants.starts) return [];
    const params = { campaign: nameCampaign(id), lastDay: { day: dates.lastDay } };
    return { key: "places.last-day-of", params } as const;
  });
}

/** What the campaign says about its date or, in a place where that date does not hold, what does. */
function deadlineAnswer(about: Campaign, context: Context): Saying | undefined {
  if (hasNothingToDo(about)) return undefined;
  return elsewhereAnswer(about, context) ?? { text: datePhrases(about, context.facts.now) };
}

function tooLateAnswer(about: Campaign, context: Context): Saying | undefined {
  return hasNothingToDo(about) ? undefined : tooLateSaying(about, context);
}

/** The answer for a place where the campaign's date does not hold; undefined if it holds. */
function elsewhereAnswer(about: Campaign, context: Context): Saying | undefined {
  if (!isDateElsewhere(about, context)) return undefined;
  const topic = placeNow(context) ?? "";
  const { place, placeCountry } = context.dialogue;
  const country = place === undefined ? context.person.country : placeCountry;
  const there = findAnswer(
    { type: "topic", topic, campaign: about.id, ...(country && { country }) },
    context,
  );
  return { text: [{ key: "places.no-date" }, ...(there?.text ?? [])] };
}

/**
 * Returns the campaign whose own answer is given: `about`, or else, if there is no general answer, the
 * first that has one.
 */
function campaignAnswering(topic: string, about: Campaign | undefined, facts: Facts): Campaign | undefined {
  if (about?.help.includes(topic)) return about;
  if (facts.generalTopics.includes(topic)) return undefined;
  return [...facts.campaigns.values()].find(({ help }) => help.includes(topic));
}

/** Returns the offers that have an answer: a topic of a service that is announced only later has none. */
export function answeredOffers(offers: readonly string[], context: Context): readonly string[] {
  return offers.filter((offer) => {
    const event = offeredEvent(offer);
    return event.type !== "topic" || findAnswer(event, context) !== undefined;
  });
}

/** Asks which of these offers is meant; in different words if the message before was not understood. */
export function suggestionsEffect(offers: readonly string[], context: Context): Effect {
  const isAgain = context.dialogue.misunderstood % 2 === 1;
  return offersEffect(offers, isAgain ? "suggestions.again" : "suggestions.text", context);
}

/** Asks for the theme of a message that is close to no topic. */
export function themesEffect(context: Context): Effect {
  return offersEffect(themeOffers, "themes.text", context);
}

function offersEffect(offers: readonly string[], key: TextKey, context: Context): Effect {
  return askBeside({ id: "suggestions", choices: suggestedChoices(offers, context) }, { text: [{ key }] });
}

/** Returns a choice for each offer that still has an answer, and one for none of them. */
export function suggestedChoices(offers: readonly string[], context: Context): readonly Choice[] {
  const offered = answeredOffers(offers, context).map((offer) => suggestedChoice(offer, context));
  const other: Choice = {
    id: "something-else",
    label: { key: "suggestions.something-else" },
    event: { type: "something-else" },
  };
  return [...offered, other];
}

function suggestedChoice(offer: string, context: Context): Choice {
  const event = offeredEvent(offer);
  const label: Phrase =
    event.type === "topic" ? topicLabel(offer, context) : { key: `suggestions.choices.${offer}` };
  return { id: offer, label, event };
}

/** The label of a topic: that of the campaign that answers it, or the general one. */
function topicLabel(topic: string, { facts, dialogue }: Context): Phrase {
  const answering = campaignAnswering(topic, facts.campaigns.get(dialogue.campaign ?? ""), facts);
  return { key: `help.${topic}.label`, ...(answering && { campaign: answering.id }) };
}

function campaignAnswer(topic: string, { id, helpLinks }: Campaign, context: Context): Saying {
  const url = helpLinks[topic];
  const params = { ...withAnswerTime(context), authority: authorityNow(context) };
  return {
    text: [{ key: `help.${topic}.text`, campaign: id, params }],
    ...(url !== undefined && { links: [{ label: { key: "help.open" }, url }] }),
  };
}

/** A general text. Those about the bot name its operator, and for how many days it keeps data. */
function generalAnswer(topic: string, context: Context): Phrase {
  const { operator, retentionDays } = context.facts;
  if (topic === operatorTopic && operator === undefined) return { key: "human.none" };
  const named = operator && { name: operator.name, contact: operator.contact };
  return {
    key: `help.${topic}.text`,
    params: { count: retentionDays, ...withAnswerTime(context), ...named },
  };
}
