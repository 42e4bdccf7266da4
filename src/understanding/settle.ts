import {
  type ConversationEvent,
  type Courtesy,
  isReport,
  offeredCommands,
  type QuestionId,
  reports,
} from "../conversation/vocabulary.ts";
import { asksAboutBot } from "./asks-about-bot.ts";
import type { Utterance } from "./hear.ts";
import { accountsIn, eventOf, hasWitness, intentsOf, leastLikely } from "./intent-event.ts";
import type { ClassifiedIntent } from "./intents/intent-model.ts";
import { nameOf, offTopic } from "./intents/same-answer.ts";
import { neverNear } from "./read-own-answer.ts";
import { asksForService } from "./read-service.ts";

/** The intent of questions about what holds in a place. */
const placeIntent = "question.elsewhere";
/** How many offers are made at most. */
export const mostOffered = 3;
/** Rules read shorter messages well, and the classifier learns little from them. */
const fewestWordsDoubted = 4;
/** A courtesy needs less confidence, since an answer to it does no harm. */
const enoughForCourtesy = 0.3;
/** Questions that are answered first, whatever else is asked. */
const firstTopics: ReadonlySet<string> = new Set(["question.password-told", "question.deceased"]);
/** An intent with this confidence is offered whatever question is open. */
const likelyEnough = 0.25;
/** Questions below which few words may mean anything; elsewhere the open question is asked again. */
const offering: ReadonlySet<string> = new Set<QuestionId>(["next", "menu", "service", "help"]);
/** If the classifier is not sure of an intent that has an event, these events of the rules stand. */
const kept: ReadonlySet<ConversationEvent["type"]> = new Set(["service", "courtesy", "topic"]);
/** Intents of words that count accounts, deny them or agree. */
const ofAccounts: ReadonlySet<string> = new Set([
  ...["fact.accounts", "fact.correction", "fact.linked", "fact.apart", "answer.yes", "answer.no"],
  "answer.unknown",
]);
/** A message of so few words is only the name of a service. */
const mostWordsOfName = 2;
/** A wish in more words may be a part of something else. */
export const mostWordsOfWish = 7;

/**
 * Combines what the rules have read, if anything, with what the classifier holds likely. If they
 * agree, that is the result; if not, what the classifier is sure of; else what may be meant is
 * offered.
 */
export function settle(read: ConversationEvent | undefined, said: Utterance): ConversationEvent | undefined {
  const ranked = isFirm(read, said) ? [] : said.answers();
  const [first] = ranked;
  if (first === undefined || agrees(read, first)) return read;
  const concluded = isSure(first) ? (bothAsked(ranked, said) ?? eventOf(first, said)) : undefined;
  return concluded !== undefined && !yields(concluded, read, said)
    ? withNamed(concluded, read)
    : keepOrOffer(read, ranked, said);
}

/** Adds the service that is named to a report. */
function withNamed(concluded: ConversationEvent, read: ConversationEvent | undefined): ConversationEvent {
  return read?.type === "service" && isReport(concluded)
    ? { ...concluded, campaign: read.campaign }
    : concluded;
}

/** Whether the service that is named counts more than what the classifier concludes. */
function yields(concluded: ConversationEvent, read: ConversationEvent | undefined, said: Utterance): boolean {
  if (read?.type !== "service") return false;
  if (concluded.type !== "topic") return said.asked === undefined && !isReport(concluded);
  // "And WhatsApp?" turns to that service if neither it nor the one that we speak of answers the
  // question, but a third one does.
  const { topic } = concluded;
  const answering = [...said.reader.campaigns.values()].filter(({ help }) => help.includes(topic));
  return (
    answering.length > 0 && !answering.some(({ id }) => id === said.asked?.about || id === read.campaign)
  );
}

function keepOrOffer(
  read: ConversationEvent | undefined,
  ranked: readonly ClassifiedIntent[],
  said: Utterance,
): ConversationEvent | undefined {
  const isMentioned =
    read?.type === "services" && ranked.slice(0, mostOffered).some((one) => agrees(read, one));
  const isKept = isMentioned || (read !== undefined && kept.has(read.type));
  return isKept ? read : (offer(read, ranked, said) ?? read);
}

/**
 * Offers both of two questions in one message. A question about a place, or one that is answered
 * first, is answered alone.
 */
function bothAsked(ranked: readonly ClassifiedIntent[], said: Utterance): ConversationEvent | undefined {
  const sure = ranked.slice(0, 2).filter((one) => isSure(one) && one.intent.startsWith("question."));
  if (sure.length < 2) return undefined;
  const first = sure.find(({ intent }) => intent === placeIntent || firstTopics.has(intent));
  return first ? eventOf(first, said) : { type: "suggest", offers: sure.map((one) => nameOf(one.intent)) };
}

/** Whether the intent that the classifier holds likeliest can stand for what the rules have read. */
export function agrees(read: ConversationEvent | undefined, first: ClassifiedIntent): boolean {
  return read !== undefined && intentsOf(read).includes(first.intent);
}

/**
 * Whether the rules are almost always right: an answer to the open question, a report, or a wish in
 * few words.
 */
function isFirm(read: ConversationEvent | undefined, said: Utterance): boolean {
  const asked = said.asked?.id ?? "";
  if (neverNear.has(asked) || holdsNoWord(said)) return true;
  switch (read?.type) {
    case "accounts":
    case "doubt":
      return !isAboutElse(said, read.type);
    case "date":
      return asked !== "next" || hasWitness("remind", said);
    case "service":
    case "services":
      return isWanted(said);
    case "topic":
      // The label of a topic names no campaign.
      return read.campaign === undefined || said.words.length <= mostWordsOfWish;
    default:
      return !isDoubtful(read, said);
  }
}

/** Whether the service that is named is surely wanted. */
function isWanted(said: Utterance): boolean {
  if (asksForService.has(said.asked?.id ?? "")) return !asksAboutBot(said);
  return !said.isQuestion && said.words.length <= mostWordsOfName;
}

/** Whether a message is an unknown slash command, or only numbers. */
function holdsNoWord({ text, words }: Utterance): boolean {
  return text.startsWith("/") || words.every((word) => /^\d+$/.test(word));
}

function isDoubtful(read: ConversationEvent | undefined, { words, isQuestion }: Utterance): boolean {
  switch (read?.type) {
    case undefined:
    case "country":
      return true;
    case "courtesy":
      return read.courtesy === "languages" || words.length >= fewestFor(read.courtesy);
    // "Does it delete my data?" asks about the form, and is no wish to erase data here.
    case "forget-me":
      return isQuestion || words.length > mostWordsOfWish;
    case "remind":
      return read.date === undefined && words.length > mostWordsOfWish;
    default:
      return isWish(read?.type) && words.length > mostWordsOfWish;
  }
}

/** Returns from how many words on the classifier may take a courtesy for something else. */
function fewestFor(courtesy: Courtesy): number {
  return courtesy === "goodbye" ? mostWordsOfWish : fewestWordsDoubted;
}

function isWish(type: ConversationEvent["type"] | undefined): boolean {
  return !reports.some((report) => report === type) && offeredCommands.some((command) => command === type);
}

/**
 * Whether a message that names accounts is about something else: a person who tells a password is
 * warned, one in trouble is not asked about accounts, and one who reports something names accounts
 * in passing. A doubtful reading of accounts counts even less.
 */
function isAboutElse(said: Utterance, read: "accounts" | "doubt"): boolean {
  const [first] = said.words.length < fewestWordsDoubted ? [] : said.answers();
  if (first === undefined) return false;
  // "There is no form at all" counts no accounts.
  if ((read === "doubt" || isSure(first)) && namesNone(said)) return !ofAccounts.has(first.intent);
  return isSure(first) && speaksOfElse(first, said, read);
}

function speaksOfElse(first: ClassifiedIntent, said: Utterance, read: "accounts" | "doubt"): boolean {
  const { intent } = first;
  if (intent.startsWith("report.")) return eventOf(first, said) !== undefined;
  const mayAsk = said.isQuestion || said.words.length > mostWordsOfWish;
  const isAsked = read === "doubt" && mayAsk && intent.startsWith("question.");
  return isAsked || intent.startsWith("trouble.") || firstTopics.has(intent);
}

function namesNone(said: Utterance): boolean {
  return accountsIn(said.words, said).length === 0;
}

/** Whether an intent is likely enough to be concluded. */
export function isSure({ intent, confidence, threshold }: ClassifiedIntent): boolean {
  return confidence >= (intent.startsWith("courtesy.") ? Math.min(threshold, enoughForCourtesy) : threshold);
}

/** Offers the likely intents, and what the rules have read. */
function offer(
  read: ConversationEvent | undefined,
  ranked: readonly ClassifiedIntent[],
  said: Utterance,
): ConversationEvent | undefined {
  if (!helpsToOffer(read, ranked, said)) return undefined;
  const likely = ranked.filter(({ confidence }) => confidence >= leastLikely).map(({ intent }) => intent);
  const intents = [...likely.slice(0, mostOffered - 1), ...(read ? intentsOf(read) : []), ...likely];
  const offers = intents
    .map(nameOf)
    .filter((name) => said.reading.topics.has(name) || offeredCommands.some((command) => command === name));
  if (offers.length === 0) return undefined;
  return { type: "suggest", offers: [...new Set(offers)].slice(0, mostOffered) };
}

/** Whether an offer helps more than asking the open question again. */
function helpsToOffer(
  read: ConversationEvent | undefined,
  [first]: readonly ClassifiedIntent[],
  { asked, isQuestion, words }: Utterance,
): boolean {
  if (read === undefined && first?.intent === offTopic) return false;
  const isOpen = isQuestion || asked === undefined || offering.has(asked.id);
  return isOpen || (words.length > mostWordsOfName && (first?.confidence ?? 0) >= likelyEnough);
}
