import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent, EventOf, Question, QuestionId, Zone } from "../conversation/vocabulary.ts";
import { findAccounts } from "./entities/find-accounts.ts";
import { findPlaces, onlyCountry, readPlace, withoutAround } from "./entities/find-places.ts";
import { findTowns } from "./entities/find-towns.ts";
import { zoneNamed } from "./entities/find-zone.ts";
import { valuesOf } from "./entities/span.ts";
import type { Intent } from "./grammar.ts";
import {
  agreed,
  clausesWithin,
  hear,
  isInItsLanguage,
  isNo,
  narrowTo,
  type Read,
  type Utterance,
  weightyOf,
} from "./hear.ts";
import { type HeardAccounts, hearAccounts } from "./hear-accounts.ts";
import { isSure } from "./intents/intent-model.ts";
import type { Match } from "./match.ts";
import { type AccountsRead, readAccounts, saysOnly, undeniedIn } from "./read-accounts.ts";
import { combine } from "./read-choice.ts";
import { readConsent } from "./read-consent.ts";
import { readCommand } from "./read-intent.ts";
import {
  dateEvent,
  namesOwnDay,
  readCorrectedDate,
  readDateBeside,
  readDateInZone,
  readWishedDate,
  sureDate,
  wishEvent,
} from "./read-own-date.ts";
import { aboutNone, readServices } from "./read-service.ts";
import { endsOfClauses, holdsListed, joinedClauses } from "./read-witness.ts";
import { beginsWith, holds, tokensOf, wordsOf } from "./tokens.ts";

/** Questions below which accounts may be corrected. */
const corrigible: ReadonlySet<string> = new Set<QuestionId>([
  "ask-linked",
  "ask-look-up",
  "next",
  "ask-later",
]);
/** Questions whose answer is never guessed. */
export const neverNear: ReadonlySet<string> = new Set<QuestionId>(["forget", "zone", "complaint-country"]);
/** Questions that ask which accounts somebody has. */
export const asksForAccounts: ReadonlySet<string> = new Set<QuestionId>(["accounts", "accounts-doubt"]);
/** Questions that ask whether accounts are linked. */
export const asksForLinks: ReadonlySet<string> = new Set<QuestionId>(["ask-linked", "ask-look-up"]);
/** A longer text tells a story, and the accounts in it are no answer. */
const mostWords = 60;
/** "New York time" has as many words. */
const mostWordsOfZone = 3;
/** The confidence that the classifier needs about accounts. */
const enough = 0.7;

/**
 * Returns the readers of answers to the open question in the person's own words: for sure answers,
 * and for doubtful ones.
 */
export function ownReaders(openQuestion: QuestionId | undefined): readonly [sure: Read, doubtful?: Read] {
  switch (openQuestion) {
    case "accounts":
      return [(utterance) => sureAccounts(utterance) ?? readDateBeside(utterance), doubtfulAccounts];
    case "accounts-doubt":
      return [
        (utterance) =>
          readYesNo(utterance) ??
          withDoubted(sureAccounts(utterance), utterance) ??
          readRepeated(utterance) ??
          readDateBeside(utterance),
        doubtfulAccounts,
      ];
    case "ask-linked":
    case "ask-look-up":
      return [(utterance) => readYesNo(utterance) ?? readReasoned(utterance) ?? readDateBeside(utterance)];
    case "which-done":
    case "which-answered":
      return [readSteps];
    case "complain":
    case "trouble":
      return [(utterance) => readCountry(utterance) ?? readYesNo(utterance)];
    case "complaint-country":
    case "complaint":
      return [readCountry];
    case "zone":
      return [(utterance) => readZone(utterance) ?? readDateInZone(utterance)];
    case "forget":
      return [(utterance) => readConsent(utterance) ?? readYesNo(utterance)];
    case undefined:
      return [readSeveralServices];
    case "service":
      return [readServices];
    case "which-service":
      return [(utterance) => readAllServices(utterance) ?? readServices(utterance)];
    case "next":
      return [readWishedDate];
    case "ask-later":
      return [(utterance) => readYesNo(utterance) ?? readWishedInstead(utterance), readHeardYesNo];
    case "remind-set":
      return [(utterance) => readZoneAlone(utterance) ?? readWishedDate(utterance), readCorrectedDate];
    case "remind":
      return [(utterance) => readZoneAlone(utterance) ?? sureDate(utterance), dateEvent];
    case "remind-then":
      return [(utterance) => readYesNo(utterance) ?? sureDate(utterance), dateEvent];
    case "remind-quiet":
      return [sureDate, dateEvent];
    default:
      return [readYesNo];
  }
}

/**
 * A person who begins with several services asks nothing about the last one: "I have Instagram and
 * WhatsApp".
 */
function readSeveralServices(utterance: Utterance): ConversationEvent | undefined {
  const event = utterance.isQuestion ? undefined : readServices(utterance);
  const isSeveral = event?.type === "services" || (event?.type === "service" && event.others !== undefined);
  return isSeveral ? event : undefined;
}

/** Reads "both", in the words for sets of accounts. */
function readAllServices({ words, openQuestion, reading }: Utterance): ConversationEvent | undefined {
  const all = openQuestion?.choices.find(({ id }) => id === "all")?.event;
  const [templates] = reading.accounts.values();
  if (all?.type !== "service" || templates === undefined) return undefined;
  const services = [all.campaign, ...(all.others ?? [])];
  const read = readAccounts(words, templates, services);
  return read?.isSure && read.stated.accounts.length === services.length ? all : undefined;
}

/** Reads another moment than the one that the bot offers: "Yes, Thursday at 8 pm". */
function readWishedInstead(utterance: Utterance): ConversationEvent | undefined {
  const event = readWishedDate(utterance);
  if (event?.type !== "date") return event;
  return event.date.kind.startsWith("unclear") ? undefined : wishEvent(event.date, utterance);
}

/**
 * Reads the country, or the only one that is named: "I've said it, I live in Manchester". If it is asked
 * for, the name of a town is enough.
 */
function readCountry({ words, grammar, openQuestion }: Utterance): ConversationEvent | undefined {
  const { countries } = grammar;
  const isAsked = openQuestion?.id === "complaint-country";
  const town = isAsked ? countries.towns.find(withoutAround(words, countries.around).join(" ")) : undefined;
  const only = isAsked ? (onlyCountry(words, countries) ?? town?.country) : undefined;
  const country = readPlace(words, countries) ?? only;
  return country === undefined ? undefined : { type: "country", country };
}

/**
 * Reads the zone, the one that comes first ("London, obviously"), or the only one that is named and not
 * denied: "Curitiba is on São Paulo time"; any town may be named.
 */
function readZone(utterance: Utterance): ConversationEvent | undefined {
  const { words, reading, grammar } = utterance;
  const { zones } = reading;
  const [first] = zones ? findPlaces(words, zones) : [];
  const [town] = findTowns(words, grammar.countries.towns);
  const listed = zones && (readPlace(words, zones) ?? (first?.from === 0 ? first.value : undefined));
  return zoneEvent(listed ?? zoneOfTown(words, reading) ?? town?.value.zone ?? onlyZone(utterance));
}

/** Returns the only zone that a statement names beside such words as "time", or in few words: "same as Athens". */
function onlyZone(utterance: Utterance): Zone | undefined {
  const { words, reading, isQuestion } = utterance;
  const { zones, witnesses } = reading;
  const { marks = noWords, ordinary = noWords } = reading.namedZones() ?? {};
  const isShort = words.length <= mostWordsOfZone + 1;
  const isApt = isInItsLanguage(utterance) && (isShort || words.some((word) => marks.has(word)));
  if (zones === undefined || isQuestion || !isApt) return undefined;
  const isOpen = [witnesses.unless, witnesses.others, [...ordinary]].some((list) => holds(words, list));
  const [zone, ...others] = new Set(isOpen ? [] : valuesOf(findPlaces(words, zones)));
  return others.length === 0 ? zone : undefined;
}
const noWords: ReadonlySet<string> = new Set();

/**
 * Reads a message that only names a zone: few words, or a mark among them: "the same time zone as
 * Montreal". "I live in London" tells the country too.
 */
function readZoneAlone({ words, reading }: Utterance): ConversationEvent | undefined {
  const { zones } = reading;
  const isMarked = words.some((word) => reading.namedZones()?.marks.has(word));
  if (zones === undefined || (words.length > mostWordsOfZone && !isMarked)) return undefined;
  return zoneEvent(readPlace(words, zones) ?? (isMarked ? zoneOfTown(words, reading) : undefined));
}

function zoneOfTown(words: readonly string[], reading: Utterance["reading"]): Zone | undefined {
  const zones = reading.namedZones();
  const zone = zones && zoneNamed(words, zones);
  return zone === "unclear" ? undefined : zone;
}

function zoneEvent(zone: Zone | undefined): ConversationEvent | undefined {
  return zone === undefined ? undefined : { type: "zone", zone };
}

/**
 * Reads the accounts of a campaign that has several: of the one that the open question is about,
 * unless another one is given.
 */
function accountsIn(
  utterance: Utterance,
  about = utterance.openQuestion?.campaign ?? "",
): AccountsRead | undefined {
  const { words, matchedClauses, openQuestion, reading, reader, isQuestion } = utterance;
  const campaign = reader.campaigns.get(about);
  const templates = reading.accounts.get(about);
  if (campaign === undefined || templates === undefined || words.length > mostWords) return undefined;
  const clauses = weightyOf(matchedClauses()).filter(
    (clause) => openQuestion?.id === "accounts" || !isNo(clause),
  );
  const accounts = campaign.accounts.map(({ id }) => id);
  const read = readAccounts(
    clauses.flatMap((clause) => clause.words),
    templates,
    accounts,
  );
  if (read === undefined || read.isSure || !mayTell(utterance))
    return read && withoutQuestion(read, isQuestion);
  const witnessed = witnessNamed(read, utterance, accounts, templates);
  return withoutQuestion(
    witnessed.isSure ? witnessed : lastStated(witnessed, utterance, accounts, templates),
    isQuestion,
  );
}

/**
 * If a clause says that the accounts that it names are all, and none behind it names another, it counts for the
 * whole: "I had both, but I left Facebook, so only Instagram".
 */
function lastStated(
  read: AccountsRead,
  { tokens, reading }: Utterance,
  accounts: readonly AccountId[],
  templates: Parameters<typeof readAccounts>[1],
): AccountsRead {
  const namedIn = (words: readonly string[]) => valuesOf(findAccounts(words, templates));
  const clauses = joinedClauses(tokens, reading.witnesses).flat();
  const naming = clauses.filter((words) => namedIn(words).length > 0);
  const at = naming.findLastIndex((words) => saysOnly(words, templates));
  const stated = at < 0 ? undefined : readAccounts(naming[at] ?? [], templates, accounts);
  const own = stated?.isLikely ? stated.stated.accounts : [];
  const isAll = naming.slice(at + 1).every((words) => namedIn(words).every((id) => own.includes(id)));
  if (stated === undefined || own.length === 0 || !isAll) return read;
  return { ...read, stated: stated.stated, isSure: stated.isSure };
}

function witnessNamed(
  read: AccountsRead,
  utterance: Utterance,
  accounts: readonly AccountId[],
  templates: Parameters<typeof readAccounts>[1],
): AccountsRead {
  // "No screenshot, nothing" is about something else.
  const isNamed = read.stated.accounts.length > 0 || findAccounts(utterance.words, templates).length > 0;
  return isNamed ? witness(read, hearAccounts(utterance, accounts, templates)) : read;
}

function withoutQuestion(read: AccountsRead, isQuestion: boolean): AccountsRead {
  return { ...read, isSure: read.isSure && !isQuestion };
}

/**
 * What the rules read beside unknown words, or twice beside doubtful ones, is sure if the classifier
 * says the same; else the bot asks back what the classifier says.
 */
function witness(read: AccountsRead, heard: HeardAccounts | undefined): AccountsRead {
  if (heard === undefined || heard.confidence < enough) return read;
  const isNarrower = heard.accounts.length > 0 && heard.accounts.length < read.stated.accounts.length;
  const isWider = heard.accounts.some((account) => !read.stated.accounts.includes(account));
  if ((read.isKnown && !isNarrower) || isWider) return read;
  const isAgreed = String(heard.accounts) === String(read.stated.accounts);
  return {
    ...read,
    stated: { ...read.stated, accounts: heard.accounts },
    isSure: (read.isLikely || read.isSaidTwice) && isAgreed,
  };
}

/** Whether the message may tell accounts, and is read in its own language. */
function mayTell(utterance: Utterance): boolean {
  return takesAccounts(utterance.openQuestion) && isInItsLanguage(utterance);
}

/** Whether accounts are asked for, or may be told first. */
export function takesAccounts(openQuestion: Question | undefined): boolean {
  return openQuestion === undefined || asksForAccounts.has(openQuestion.id) || aboutNone.has(openQuestion.id);
}

/**
 * Returns the accounts that are surely told. What is unsure in the person's own language is not
 * settled by another language: "plus" is "and" to some, "no more" to others.
 */
export function sureAccounts(utterance: Utterance, about?: CampaignId): EventOf<"accounts"> | undefined {
  const read = accountsIn(utterance, about);
  const isTold = utterance.language === utterance.reading.language;
  const alsoRead =
    utterance.inOwnLanguage && !isTold ? accountsIn(utterance.inOwnLanguage, about) : undefined;
  return read?.isSure && alsoRead?.isSure !== false ? { type: "accounts", ...read.stated } : undefined;
}

/** Returns the accounts of a campaign that somebody seems to have; none if no word tells. */
export function guessAccounts(utterance: Utterance, about: CampaignId): readonly AccountId[] {
  return accountsIn(utterance, about)?.stated.accounts ?? [];
}

/**
 * Adds the accounts that the bot asked back to those that come besides: "No, Facebook too", said to
 * "Instagram only?", tells both.
 */
function withDoubted(
  stated: EventOf<"accounts"> | undefined,
  { words, reading, openQuestion }: Utterance,
): EventOf<"accounts"> | undefined {
  if (stated === undefined || !addsAccounts({ words, reading })) return stated;
  return { ...stated, accounts: [...new Set([...doubtedIn(openQuestion), ...stated.accounts])] };
}

/** Returns the accounts that the bot asked back. */
export function doubtedIn(openQuestion: Question | undefined): readonly AccountId[] {
  return (openQuestion?.choices ?? []).flatMap(({ event }) =>
    event.type === "accounts" ? event.accounts : [],
  );
}

/** Whether these are exactly the accounts that the bot asked back. */
export function areDoubted(accounts: readonly AccountId[], openQuestion: Question | undefined): boolean {
  const doubted = doubtedIn(openQuestion);
  return new Set(accounts).size === doubted.length && doubted.every((account) => accounts.includes(account));
}

/** A person who repeats the accounts that the bot asked back, and says nothing against them, means yes. */
function readRepeated(utterance: Utterance): EventOf<"accounts"> | undefined {
  const read = utterance.isQuestion || !mayTell(utterance) ? undefined : accountsIn(utterance);
  const isRepeated = read?.isLikely && areDoubted(read.stated.accounts, utterance.openQuestion);
  return isRepeated ? { type: "accounts", ...read.stated } : undefined;
}

/**
 * Reads the accounts that are told along with the wish for their service: "I have Facebook and
 * Instagram, not linked".
 */
export function readStatedAccounts(
  campaign: CampaignId,
  utterance: Utterance,
): EventOf<"accounts"> | undefined {
  const stated = sureAccounts(utterance, campaign);
  return stated?.linked !== undefined || tellsAccounts(utterance) ? stated : undefined;
}

/** Whether a word says that the person has what is named. */
export function tellsAccounts({ words, reading }: Pick<Utterance, "words" | "reading">): boolean {
  return words.some((word) => reading.tellsAccounts.has(word));
}

/** Whether a word says that the accounts named come in addition to those that were told. */
export function addsAccounts({ words, reading }: Pick<Utterance, "words" | "reading">): boolean {
  return holds(words, reading.addsAccounts);
}

/**
 * Reads a correction of accounts or links: "in fact I only have Instagram", "they are linked after
 * all".
 */
export function readCorrection(utterance: Utterance): ConversationEvent | undefined {
  if (!corrigible.has(utterance.openQuestion?.id ?? "") || utterance.isQuestion) return undefined;
  const linked = agreed(utterance.matchedClauses(), answerIn(links));
  if (linked !== undefined) return { type: "linked", linked };
  const stated = readStatedAccounts(utterance.openQuestion?.campaign ?? "", utterance);
  return stated && { ...stated, isMore: addsAccounts(utterance) };
}

/** Returns what a text says of links, in a word for them, and nothing else. */
export function linkNamed({ matchedClauses, words, reading }: Utterance): "yes" | "no" | undefined {
  const isNamed = Object.keys(links).some((list) => holdsListed(words, list, reading.witnesses));
  return isNamed ? agreed(matchedClauses(), answerIn(unsureLinks)) : undefined;
}

/** "And Instagram?", said below the steps, asks for the steps of one more account. */
export function readOneMore(utterance: Utterance): ConversationEvent | undefined {
  if (utterance.openQuestion?.id !== "next") return undefined;
  const stated = sureAccounts({ ...utterance, isQuestion: false });
  return stated?.accounts.length === 1 ? { ...stated, isMore: true } : undefined;
}

function doubtfulAccounts(utterance: Utterance): ConversationEvent | undefined {
  const read = accountsIn(utterance);
  if (read && isUnsure(utterance)) return { type: "courtesy", courtesy: "unsure" };
  return read && { type: "doubt", accounts: withoutDenied(read.stated.accounts, utterance) };
}

/** Leaves out what the person's own language denies, if that leaves something to ask back. */
function withoutDenied(
  accounts: readonly AccountId[],
  { inOwnLanguage: own, openQuestion }: Utterance,
): readonly AccountId[] {
  const templates = own?.reading.accounts.get(openQuestion?.campaign ?? "");
  if (own === undefined || templates === undefined) return accounts;
  const undenied = undeniedIn(own.words, templates);
  const left = accounts.filter((account) => undenied.includes(account));
  return left.length > 0 ? left : accounts;
}

/**
 * Whether a message begins with "I don't know" and goes on: "I'm not sure if I have Facebook"
 * denies nothing.
 */
function isUnsure({ tokens, reading }: Utterance): boolean {
  return [1, 2, 3, 4].some((count) => {
    const begun = hear(tokens.slice(0, count), reading);
    const isFollowed = /\p{L}/u.test(tokens[count]?.text ?? "");
    return isFollowed && agreed(begun, answerIn(answers)) === "unknown";
  });
}

/** Reads which steps are done from their accounts: each account must have its step among the choices. */
function readSteps(utterance: Utterance): ConversationEvent | undefined {
  const command = readCommand(utterance);
  const { accounts = [] } =
    command?.type === "done" ? withAll(command, utterance) : (sureAccounts(utterance) ?? {});
  if (accounts.length === 0) return undefined;
  const matching = (utterance.openQuestion?.choices ?? [])
    .map(({ event }) => event)
    .filter((event) => event.type === "sent" && event.steps.every((step) => accounts.includes(step)));
  const event = matching.length > 0 ? combine(matching) : undefined;
  const isComplete = event?.type === "sent" && accounts.every((account) => event.steps.includes(account));
  return isComplete ? event : undefined;
}

/** Adds to a report the accounts that "both" means: "I've sent both", "both are confirmed". */
export function withAll<Report extends EventOf<"done" | "confirmed" | "refused">>(
  report: Report,
  utterance: Utterance,
): Report {
  const { accounts = [] } = accountsIn(utterance)?.stated ?? {};
  return report.accounts !== undefined || accounts.length < 2 ? report : { ...report, accounts };
}

/** The two answers that a yes/no question asks for. */
export type YesOrNo = "yes" | "no";
type Answer = YesOrNo | "unknown";

/**
 * What the keys of `answers.json` mean. An unsure yes counts only for the question whether accounts
 * are linked.
 */
const answers: Readonly<Record<string, Answer>> = { yes: "yes", no: "no", unknown: "unknown" };
/** The keys that say that accounts are linked, or that they are not. */
export const links = { linked: "yes", apart: "no" } as const;
/** The choices that mean yes and no, by their question, where their ids do not say it. */
const choicesThatMean: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  "which-service": { turn: "yes", stay: "no" },
  resume: { "go-on": "yes", "start-again": "no" },
  complain: { complain: "yes", "go-on": "no" },
  reply: { accepted: "yes", refused: "yes" },
};
const unsureLinks = { ...links, "yes-unsure": "yes" } as const;
const aboutLinks: typeof answers = { ...answers, ...unsureLinks };

/** Returns a function that picks the known answer of a match. */
function answerIn<Known>(known: Readonly<Record<string, Known>>) {
  return ({ meaning }: Match<Intent>) => (meaning.file === "answers" ? known[meaning.name] : undefined);
}

/** The most words with which somebody says that they do not know: "I honestly haven't got a clue". */
const longestUnknown = 8;

/**
 * Whether a clause says that the person does not know whether accounts are linked, and nothing else:
 * "I haven't a clue if they're linked".
 */
export function isUnknownLink(clause: string, { reading }: Utterance): boolean {
  const [first, ...others] = tokensOf(clause);
  if (first === undefined) return false;
  const tokens = reading.witnesses.joins.has(first.text) ? others : [first, ...others];
  const isUnknown = (some: typeof tokens) => agreed(hear(some, reading), answerIn(answers)) === "unknown";
  const isAboutLinks = (rest: typeof tokens) =>
    wordsOf(rest).length === 0 || isUnknown(rest) || holdsListed(wordsOf(rest), "linked", reading.witnesses);
  const counts = tokens.slice(0, longestUnknown).map((_, at) => at + 1);
  return counts.some((count) => isUnknown(tokens.slice(0, count)) && isAboutLinks(tokens.slice(count)));
}

/** Returns what each choice of a question means, in its order. */
function meaningsOf({
  id: asked,
  choices,
}: Pick<Question, "id" | "choices"> = noQuestion): readonly string[] {
  return choices.map(({ id, event }) =>
    event.type === "linked" ? event.linked : (choicesThatMean[asked]?.[id] ?? id),
  );
}
const noQuestion = { id: "next", choices: [] } as const;

/** Returns the events that "yes" and "no" mean at the open question; undefined if it is no such question. */
export function yesAndNo(
  openQuestion: Question | undefined,
): Readonly<Record<YesOrNo, ConversationEvent>> | undefined {
  const meanings = meaningsOf(openQuestion);
  const [yes, no] = (["yes", "no"] as const).map(
    (answer) => openQuestion?.choices[meanings.indexOf(answer)]?.event,
  );
  return yes === undefined || no === undefined ? remindedOf(openQuestion) : { yes, no };
}

function remindedOf(openQuestion: Question | undefined): ReturnType<typeof yesAndNo> {
  if (openQuestion?.reminded === undefined) return undefined;
  const { campaign, yes, no } = openQuestion.reminded;
  return { yes: { type: yes, campaign }, no: { type: no, campaign } };
}

/** Returns which of the two answers an event is, or else the words. */
export function answerTo(utterance: Utterance, event: ConversationEvent | undefined): YesOrNo | undefined {
  const events = yesAndNo(utterance.openQuestion);
  if (events === undefined) return undefined;
  const read = event ?? readAnswer(utterance);
  if (read === undefined) return undefined;
  return (["yes", "no"] as const).find((answer) => isSameEvent(events[answer], read));
}

export function isSameEvent(one: ConversationEvent, other: ConversationEvent): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function readAnswer(utterance: Utterance): ConversationEvent | undefined {
  return (
    (utterance.openQuestion?.id === "forget" ? readConsent(utterance) : undefined) ?? readYesNo(utterance)
  );
}

function readYesNo({ matchedClauses, openQuestion, isQuestion }: Utterance): ConversationEvent | undefined {
  const meanings = meaningsOf(openQuestion);
  const isAboutLinks = meanings.includes("unknown");
  const pick = answerIn(isAboutLinks ? aboutLinks : answers);
  const answer = agreed(matchedClauses(), (match) => {
    const read = pick(match);
    return read === "yes" && !isAboutLinks && match.mistakes > 0 ? undefined : read;
  });
  if (answer === undefined || (isQuestion && answer !== "unknown")) return undefined;
  return openQuestion?.choices[meanings.indexOf(answer)]?.event;
}

/** The classifier learns little from fewer words in a clause. */
const fewestWordsHeard = 3;
/** What the classifier may hear in an answer to an offer. */
const heardAnswers: Readonly<Record<string, YesOrNo>> = {
  "answer.yes": "yes",
  "courtesy.ok": "yes",
  "answer.no": "no",
  "wish.no-more": "no",
};

/** Reads a yes or a no to an offer as the classifier surely hears it, or its first clause: "no need to chase me". */
function readHeardYesNo(utterance: Utterance): ConversationEvent | undefined {
  const [begin] = clausesWithin(utterance);
  const clauses = begin && begin.words.length >= fewestWordsHeard ? [utterance, begin] : [utterance];
  const [answer] = clauses.flatMap((clause) => heardIn(clause) ?? []);
  const isElse = utterance.isQuestion || (answer === "yes" && namesOwnDay(utterance));
  return answer === undefined || isElse ? undefined : yesAndNo(utterance.openQuestion)?.[answer];
}

function heardIn(clause: Utterance): YesOrNo | undefined {
  const [first] = clause.classified();
  return first && isSure(first) ? heardAnswers[first.intent] : undefined;
}

/** Reads an answer without the reason behind it: "I think they are linked because I post on both." */
function readReasoned(utterance: Utterance): ConversationEvent | undefined {
  const { words, reading } = utterance;
  const signs = utterance.tokens.map(({ text }) => text);
  const reasons = reading.witnesses.words.get("reasons") ?? [];
  const from = signs.findIndex((_, at) => beginsWith(signs.slice(at), reasons));
  const end = signs.slice(from).find((sign) => endsOfClauses.has(sign));
  // "Are they linked because I post on both?"
  if (from < 0 || end === "?" || beginsWith(words, reading.asks)) return undefined;
  return readYesNo(narrowTo(utterance, signs.slice(0, from).join(" ")));
}

/** Reads a yes, a no or an "I don't know" to a question that offers no such answer. */
export function readStrayAnswer({ matchedClauses, openQuestion }: Utterance): ConversationEvent | undefined {
  const answer = agreed(matchedClauses(), answerIn(answers));
  const isNext = openQuestion?.id === "next";
  if (answer === "no" && isNext) return { type: "courtesy", courtesy: "goodbye" };
  // A yes answers "Can I help with anything else?"
  if (answer === "yes" && isNext && !openQuestion.choices.some(({ id }) => id === "done"))
    return { type: "help" };
  if (answer !== "unknown" || neverNear.has(openQuestion?.id ?? "")) return undefined;
  return { type: "courtesy", courtesy: "unsure" };
}
