import type { CountryCode } from "../campaigns/authorities/authorities.ts";
import {
  type ConversationEvent,
  courtesies,
  type EventOf,
  offeredCommands,
  topicsOfCountries,
  troubleIn,
} from "../conversation/vocabulary.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findCountries } from "./entities/find-places.ts";
import { findOneService, findServices, namesOnlyLater } from "./entities/find-services.ts";
import { valuesOf } from "./entities/span.ts";
import { asksOfHome, homeIn, placesIn } from "./find-home.ts";
import { narrowTo, type Utterance } from "./hear.ts";
import type { ClassifiedIntent } from "./intents/intent-model.ts";
import { answerOf, nameOf } from "./intents/same-answer.ts";
import { isPlaceTopic } from "./read-intent.ts";
import { links, sureAccounts } from "./read-own-answer.ts";
import { momentTold } from "./read-own-date.ts";
import { endsOfClauses, findWitness, holdsListed, phrasesOf } from "./read-witness.ts";
import { holds, type Token } from "./tokens.ts";
import { beforePhrase } from "./typed-pieces.ts";

/** An intent with a lower confidence is hardly meant. */
export const leastLikely = 0.05;
/**
 * Wishes that change nothing of what is known about a person: the classifier may conclude them by
 * itself.
 */
const harmless: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["menu", "change-language", "my-reminders", "my-data", "help", "steps", "ready-text"] as const),
  ...(["what-is-used", "another-service", "community", "another-zone", "where", "for-a-friend"] as const),
  ...(["sources", "details", "complain", "human", "write", "proof", "access"] as const),
  ...(["later", "back", "more", "go-on", "change", "link-broken", "shorter", "step-by-step"] as const),
  // It only asks whether to erase everything.
  "forget-me",
]);
/** Intents that have an answer of their own although they are counted as another intent. */
const ownAnswers: ReadonlySet<string> = new Set([
  ...["question.how-many", "question.too-late", "question.bot-readers", "question.bot-open-source"],
]);
/** The reports that count only if words of the message confirm them. */
export const witnessed = ["done", "confirmed", "refused"] as const;

/**
 * Returns the event of an intent that is surely meant; undefined if it has no event, or if words
 * must confirm it and none does.
 */
export function eventOf(first: ClassifiedIntent, utterance: Utterance): ConversationEvent | undefined {
  const [kind, name = ""] = asAsked(first.intent, utterance).split(".");
  switch (kind) {
    case "question":
    case "trouble":
      return topicOf(name, utterance);
    case "courtesy":
      return named(courtesies, name, (courtesy) => ({ type: "courtesy", courtesy }));
    case "report":
      return reportOf(name, utterance);
    case "fact":
      return factOf(name, utterance);
    case "wish":
      return wishOf(name, utterance);
    default:
      return undefined;
  }
}

/**
 * Returns the likeliest intent that is counted as this one, if it has an answer of its own; else
 * this one.
 */
function asAsked(intent: string, utterance: Utterance): string {
  const likeliest = utterance.classified().find((one) => answerOf(one.intent) === intent)?.intent ?? intent;
  return ownAnswers.has(likeliest) ? likeliest : intent;
}

function named<Name extends string>(
  names: readonly Name[],
  name: string,
  event: (name: Name) => ConversationEvent,
): ConversationEvent | undefined {
  const found = names.find((each) => each === name);
  return found && event(found);
}

/**
 * What must hold of a message for a wish to count: "change" needs a verb of changing among the words;
 * "my right to object" is no wish to see one's data, "I don't want a file" none for one.
 */
const conditions: Readonly<Record<string, (utterance: Utterance) => boolean>> = {
  change: (utterance) => hasWitness("change", utterance),
  access: ({ words, reading }) => !holdsListed(words, "objects", reading.witnesses),
  "forget-me": isOfBot,
  proof: (utterance) => !says(utterance, "calls-off"),
};

/**
 * "later" asks for a date; only with a verb of reminding it is a wish for a reminder at the date that
 * is named.
 */
function wishOf(name: string, utterance: Utterance): ConversationEvent | undefined {
  if (name === "later") return hasWitness("remind", utterance) ? { type: "remind" } : laterOf(utterance);
  if (conditions[name]?.(utterance) === false) return undefined;
  return named([...harmless], name, (type) => ({ type }) as ConversationEvent);
}

/**
 * Whether erasing is flatly wished for of the bot: "Does it delete my data?", "Facebook has to erase
 * it all" and "don't erase it" are something else.
 */
function isOfBot({ words, isQuestion, reading, grammar }: Utterance): boolean {
  const isDenied = holds(words, reading.witnesses.unless);
  return !isQuestion && !isDenied && findServices(words, grammar.services) === undefined;
}

/**
 * What is not done is put off, to the moment that is named; for accounts that are named, it may also take back
 * what was noted.
 */
function laterOf(utterance: Utterance): ConversationEvent {
  const accounts = accountsIn(utterance.words, utterance);
  const isNotDone = utterance.classified()[0]?.intent === "report.not-done";
  if (isNotDone && accounts.length > 0) return { type: "not-done", accounts };
  const date = says(utterance, "will-do") ? momentTold(utterance) : undefined;
  return { type: "later", ...(date && { date }) };
}

/**
 * A report changes state, so the words of a clause must confirm it, and that clause must name all
 * the accounts that are named. If the words confirm two reports, none counts.
 */
export function reportOf(name: string, whole: Utterance): ConversationEvent | undefined {
  const utterance = behindReason(whole);
  const [report, ...others] = witnessed.flatMap((type) => {
    const clause = witnessOf(type, utterance);
    return clause ? [{ type, accounts: accountsIn(clause, utterance) }] : [];
  });
  if (report?.type !== name || others.length > 0) return undefined;
  const { type, accounts } = report;
  if (accounts.length < accountsIn(utterance.words, utterance).length) return undefined;
  return { type, ...(accounts.length > 0 && { accounts }) };
}

/** Leaves out what a report gives the reason for: "Only Facebook is left, because Instagram is confirmed". */
function behindReason(utterance: Utterance): Utterance {
  const pieces = utterance.text.split(/\s+/);
  const before = beforePhrase(pieces, phrasesOf("reasons", utterance));
  if (before.length === pieces.length) return utterance;
  const reports = (part: Utterance) => witnessed.some((type) => hasWitness(type, part));
  const behind = narrowTo(utterance, pieces.slice(before.length).join(" "));
  return reports(behind) && !reports(narrowTo(utterance, before.join(" "))) ? behind : utterance;
}

/** Whether a text holds a phrase of a list of `witnesses.json`. */
export function says({ words, reading }: Utterance, list: string): boolean {
  return holdsListed(words, list, reading.witnesses);
}

/** Whether the words of a clause say so. */
export function hasWitness(witness: string, utterance: Utterance): boolean {
  return witnessOf(witness, utterance) !== undefined;
}

function witnessOf(
  witness: string,
  { tokens, isQuestion, reading }: Utterance,
): readonly string[] | undefined {
  return isQuestion ? undefined : findWitness(witness, tokens, reading.witnesses);
}

/** A fact counts only if words name it. */
function factOf(name: string, utterance: Utterance): ConversationEvent | undefined {
  switch (name) {
    case "accounts":
    case "correction":
      return isToldAnew(utterance) ? sureAccounts(utterance, utterance.openQuestion?.campaign) : undefined;
    case "linked":
    case "apart":
      return linkedOf(name, utterance);
    default:
      return undefined;
  }
}

/**
 * Returns whether accounts are linked, told along with other things: a clause must say so, and the
 * classifier must give it at least this confidence.
 */
export function linkedIn(utterance: Utterance, least = leastLikely): "yes" | "no" | undefined {
  const ranked = utterance.classified();
  const named = (["linked", "apart"] as const).filter(
    (name) =>
      findWitness(name, stated(utterance.tokens), utterance.reading.witnesses) !== undefined &&
      ranked.some(({ intent, confidence }) => intent === `fact.${name}` && confidence >= least),
  );
  const [link, ...others] = named;
  return link === undefined || others.length > 0 ? undefined : links[link];
}

/** A text without the clauses that ask: "What does linked mean?" */
function stated(tokens: readonly Token[]): readonly Token[] {
  const isEnd = ({ text }: Token) => endsOfClauses.has(text);
  const begins = [0, ...tokens.flatMap((token, at) => (isEnd(token) ? at + 1 : []))];
  const clauses = begins.map((from, at) => tokens.slice(from, begins[at + 1]));
  return clauses.filter((clause) => clause.at(-1)?.text !== "?").flat();
}

function linkedOf(name: keyof typeof links, utterance: Utterance): EventOf<"linked"> | undefined {
  const groups = utterance.reader.campaigns.get(utterance.openQuestion?.campaign ?? "")?.linkGroups ?? [];
  const isOpen = isToldAnew(utterance) && groups.length > 0;
  return isOpen && hasWitness(name, utterance) ? { type: "linked", linked: links[name] } : undefined;
}

/**
 * Whether the steps were given. Before that, accounts and links are asked for, and only rules read
 * them.
 */
function isToldAnew({ openQuestion }: Utterance): boolean {
  return openQuestion?.id === "next";
}

/** From this confidence on, a place is meant that no word names: "I live in Sligo" is in no list. */
const enoughUnnamed = 0.5;

/**
 * Returns the topic of the country that is named, else the likeliest topic of a place; of several
 * countries that of the one where the person lives, if they say so.
 */
function placeOf(utterance: Utterance): EventOf<"topic"> | undefined {
  const named = valuesOf(placesIn(utterance));
  if (named.length < 2) return placeTopicOf(named[0], utterance);
  const home = homeIn(utterance);
  return home && placeTopicOf(home.value, utterance);
}

/** Returns the topic of a country, the likeliest if it has several; without one, the likeliest of all. */
function placeTopicOf(country: CountryCode | undefined, utterance: Utterance): EventOf<"topic"> {
  const likeliest = utterance.classified().find(({ intent }) => isPlaceTopic(nameOf(intent)));
  const least = country === undefined ? enoughUnnamed : leastLikely;
  const likely = likeliest && likeliest.confidence >= least ? nameOf(likeliest.intent) : "elsewhere";
  const campaign = findOneService(utterance);
  const about = { type: "topic", ...(campaign !== undefined && { campaign }) } as const;
  if (country === undefined)
    return { ...about, topic: likely, ...(asksOfHome(utterance) && { isOwn: true }) };
  // A part of a country may have a topic of its own: Québec.
  const topics = topicsOfCountries[country] ?? ["elsewhere"];
  return { ...about, topic: topics.find((topic) => topic === likely) ?? topics[0], country };
}

/**
 * Whether what sounds like harassment is a service's many e-mails or notices, and no word is about a
 * person or a threat.
 */
export function isMereNuisance(topic: string, utterance: Utterance): boolean {
  const { words, reading } = utterance;
  const isNuisance = topic === "danger" && holds(words, phrasesOf("nuisances", utterance));
  return isNuisance && !holds(words, [...reading.witnesses.others, ...phrasesOf("threats", utterance)]);
}

/** The questions that only somebody asks who speaks of minors: photos of cakes are none of children. */
const ofMinors: ReadonlySet<string> = new Set(["children-photos", "under-18"]);
const ageOfMinor = /^(?:[5-9]|1[0-7])$/u;

/** In a language without words for minors, the classifier alone says so. */
function speaksOfMinors({ words, reading }: Utterance): boolean {
  const listed = reading.witnesses.words.get("minors");
  return listed === undefined || holds(words, listed) || words.some((word) => ageOfMinor.test(word));
}

/** Whether a topic has an answer, and the words do not speak against it. */
function canBeAsked(topic: string, utterance: Utterance): boolean {
  if (!utterance.reading.topics.has(topic) || isMereNuisance(topic, utterance)) return false;
  return !ofMinors.has(topic) || speaksOfMinors(utterance);
}

/** Returns a question about the service that it names; one about a place has the country that it names. */
function topicOf(topic: string, utterance: Utterance): EventOf<"topic" | "unknown-service"> | undefined {
  if (isPlaceTopic(topic)) return placeOf(utterance);
  if (!canBeAsked(topic, utterance)) return undefined;
  if (namesOnlyLater(utterance)) return { type: "unknown-service" };
  // A question about the bot is about no service: "Are you ChatGPT?"
  const campaign = topic.startsWith("bot-") ? undefined : findOneService(utterance);
  const event: EventOf<"topic"> = { type: "topic", topic, ...(campaign !== undefined && { campaign }) };
  const [country, ...others] = valuesOf(findCountries(utterance.words, utterance.grammar.countries));
  const isToldHere = troubleIn(event) !== undefined && country !== undefined && others.length === 0;
  return isToldHere ? { ...event, country } : event;
}

/** Returns the intents that an event can stand for, under the names of their answers. */
export function intentsOf(event: ConversationEvent): readonly string[] {
  switch (event.type) {
    case "topic":
      return [answerOf(`question.${event.topic}`), `trouble.${event.topic}`];
    case "courtesy":
      return event.courtesy === "languages" ? ["wish.change-language"] : [`courtesy.${event.courtesy}`];
    case "suggest":
      return event.offers.map((topic) => `question.${topic}`);
    case "date":
      return ["wish.later", "wish.change", "fact.date"];
    case "country":
      return ["question.elsewhere"];
    case "service":
    case "services":
    case "unknown-service":
      return ["wish.another-service"];
    case "move":
      return ["wish.change"];
    default:
      return offeredCommands.some((command) => command === event.type)
        ? ["report", "wish"].map((kind) => answerOf(`${kind}.${event.type}`))
        : [];
  }
}
