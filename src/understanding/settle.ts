import {
  type ConversationEvent,
  type Courtesy,
  isReport,
  offeredCommands,
  type QuestionId,
  reports,
} from "../conversation/vocabulary.ts";
import { asksAboutBot } from "./asks-about-bot.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import type { Utterance } from "./hear.ts";
import { eventOf, hasWitness, intentsOf, isMereNuisance, leastLikely, says } from "./intent-event.ts";
import { type ClassifiedIntent, isSure } from "./intents/intent-model.ts";
import { nameOf, offTopic } from "./intents/same-answer.ts";
import { isOwnQuestion } from "./read-intent.ts";
import { neverNear } from "./read-own-answer.ts";
import { asksForService } from "./read-service.ts";

/** The intent of questions about what holds in a place. */
const placeIntent = "question.elsewhere";
/** How many offers are made at most. */
export const mostOffered = 3;
/** Rules read shorter messages well, and the classifier learns little from them. */
const fewestWordsDoubted = 4;
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
export function settle(
  read: ConversationEvent | undefined,
  utterance: Utterance,
): ConversationEvent | undefined {
  const ranked = isFirm(read, utterance) ? [] : utterance.answers();
  const [first] = ranked;
  if (first === undefined || (agrees(read, first) && !isPutOff(read, first, utterance))) return read;
  const concluded = isHeard(first, utterance)
    ? (bothAsked(ranked, utterance) ?? eventOf(first, utterance))
    : undefined;
  return concluded !== undefined && !yields(concluded, read, utterance)
    ? withNamed(concluded, read)
    : keepOrOffer(read, ranked, utterance);
}

/** Whether a moment is only when the person will do it: "I'll do it tonight" wishes for no reminder. */
function isPutOff(
  read: ConversationEvent | undefined,
  first: ClassifiedIntent,
  utterance: Utterance,
): boolean {
  const isMoment = read?.type === "date" || read?.type === "remind";
  return isMoment && first.intent === "wish.later" && isSure(first) && onlyPlans(utterance);
}

/** Whether an intent is sure, or a complaint that words name: to be told to whom does no harm. */
function isHeard(first: ClassifiedIntent, utterance: Utterance): boolean {
  const isLikely = first.intent === "wish.complain" && first.confidence >= likelyEnough;
  return isSure(first) || (isLikely && says(utterance, "complains"));
}

/** Whether words tell what the person will do, and wish for nothing. */
function onlyPlans(utterance: Utterance): boolean {
  return says(utterance, "will-do") && !says(utterance, "remind") && !says(utterance, "wishes");
}

/** Adds the service that is named to a report. */
function withNamed(concluded: ConversationEvent, read: ConversationEvent | undefined): ConversationEvent {
  return read?.type === "service" && isReport(concluded)
    ? { ...concluded, campaign: read.campaign }
    : concluded;
}

/** Whether the service that is named counts more than what the classifier concludes. */
function yields(
  concluded: ConversationEvent,
  read: ConversationEvent | undefined,
  utterance: Utterance,
): boolean {
  if (read?.type !== "service") return false;
  if (concluded.type !== "topic") return utterance.openQuestion === undefined && !isReport(concluded);
  // "And WhatsApp?" turns to that service if neither it nor the one that we speak of answers the
  // question, but a third one does.
  const { topic } = concluded;
  const answering = [...utterance.reader.campaigns.values()].filter(({ help }) => help.includes(topic));
  return (
    answering.length > 0 &&
    !answering.some(({ id }) => id === utterance.openQuestion?.about || id === read.campaign)
  );
}

function keepOrOffer(
  read: ConversationEvent | undefined,
  ranked: readonly ClassifiedIntent[],
  utterance: Utterance,
): ConversationEvent | undefined {
  const isMentioned =
    read?.type === "services" && ranked.slice(0, mostOffered).some((one) => agrees(read, one));
  const isKept = isMentioned || (read !== undefined && kept.has(read.type));
  return isKept ? read : (offer(read, ranked, utterance) ?? read);
}

/**
 * Offers both of two questions in one message. A question about a place, or one that is answered
 * first, is answered alone.
 */
function bothAsked(ranked: readonly ClassifiedIntent[], utterance: Utterance): ConversationEvent | undefined {
  const sure = ranked.slice(0, 2).filter((one) => isSure(one) && one.intent.startsWith("question."));
  if (sure.length < 2) return undefined;
  const first = sure.find(({ intent }) => intent === placeIntent || firstTopics.has(intent));
  return first
    ? eventOf(first, utterance)
    : { type: "suggest", offers: sure.map((one) => nameOf(one.intent)) };
}

/** Whether the intent that the classifier holds likeliest can stand for what the rules have read. */
export function agrees(read: ConversationEvent | undefined, first: ClassifiedIntent): boolean {
  return read !== undefined && intentsOf(read).includes(first.intent);
}

/**
 * Whether the rules are almost always right: an answer to the open question, a report, or a wish in
 * few words.
 */
function isFirm(read: ConversationEvent | undefined, utterance: Utterance): boolean {
  const openQuestion = utterance.openQuestion?.id ?? "";
  if (neverNear.has(openQuestion) || holdsNoWord(utterance)) return true;
  switch (read?.type) {
    case "accounts":
    case "doubt":
      return !isAboutElse(utterance, read.type);
    case "date":
      return isDateAsked(openQuestion, utterance) || hasWitness("remind", utterance);
    case "remind":
      return !isDoubtful(read, utterance) && !onlyPlans(utterance);
    case "service":
    case "services":
      return isWanted(utterance);
    case "topic":
      // The label of a topic names no campaign.
      return (
        read.campaign === undefined || utterance.words.length <= mostWordsOfWish || isOwnQuestion(utterance)
      );
    default:
      return !isDoubtful(read, utterance);
  }
}

/** Whether a moment may answer the open question: what the person will do moves no reminder that was just set. */
function isDateAsked(openQuestion: string, utterance: Utterance): boolean {
  return openQuestion === "remind-set" ? !onlyPlans(utterance) : openQuestion !== "next";
}

/** Whether the service that is named is surely wanted. */
function isWanted(utterance: Utterance): boolean {
  if (asksForService.has(utterance.openQuestion?.id ?? "")) return !asksAboutBot(utterance);
  return !utterance.isQuestion && utterance.words.length <= mostWordsOfName;
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
function isAboutElse(utterance: Utterance, read: "accounts" | "doubt"): boolean {
  const [first] = utterance.words.length < fewestWordsDoubted ? [] : utterance.answers();
  if (first === undefined) return false;
  // "There is no form at all" counts no accounts.
  if ((read === "doubt" || isSure(first)) && namesNone(utterance)) return !ofAccounts.has(first.intent);
  return isSure(first) && speaksOfElse(first, utterance, read);
}

function speaksOfElse(first: ClassifiedIntent, utterance: Utterance, read: "accounts" | "doubt"): boolean {
  const { intent } = first;
  if (intent.startsWith("report.")) return eventOf(first, utterance) !== undefined;
  const mayAsk = utterance.isQuestion || utterance.words.length > mostWordsOfWish;
  const isAsked = read === "doubt" && mayAsk && intent.startsWith("question.");
  return isAsked || intent.startsWith("trouble.") || firstTopics.has(intent);
}

function namesNone(utterance: Utterance): boolean {
  return accountsIn(utterance.words, utterance).length === 0;
}

/** Offers the likely intents, and what the rules have read. */
function offer(
  read: ConversationEvent | undefined,
  ranked: readonly ClassifiedIntent[],
  utterance: Utterance,
): ConversationEvent | undefined {
  if (!helpsToOffer(read, ranked, utterance)) return undefined;
  const likely = ranked.filter(({ confidence }) => confidence >= leastLikely).map(({ intent }) => intent);
  const intents = [...likely.slice(0, mostOffered - 1), ...(read ? intentsOf(read) : []), ...likely];
  const offers = intents
    .map(nameOf)
    .filter((name) => !isMereNuisance(name, utterance))
    .filter(
      (name) => utterance.reading.topics.has(name) || offeredCommands.some((command) => command === name),
    );
  if (offers.length === 0) return undefined;
  return { type: "suggest", offers: [...new Set(offers)].slice(0, mostOffered) };
}

/** Whether an offer helps more than asking the open question again. */
function helpsToOffer(
  read: ConversationEvent | undefined,
  [first]: readonly ClassifiedIntent[],
  { openQuestion, isQuestion, words }: Utterance,
): boolean {
  if (read === undefined && first?.intent === offTopic) return false;
  const isOpen = isQuestion || openQuestion === undefined || offering.has(openQuestion.id);
  return isOpen || (words.length > mostWordsOfName && (first?.confidence ?? 0) >= likelyEnough);
}
