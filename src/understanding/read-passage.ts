import type { ConversationEvent, EventOf, Question, reports, TypedDate } from "../conversation/vocabulary.ts";
import { endsWithQuestion } from "./cut-parts.ts";
import { findOneService, namesOnlyLater } from "./entities/find-services.ts";
import { readPastTime, withoutPastTime } from "./entities/read-past-time.ts";
import type { LanguageGrammar } from "./grammar.ts";
import { narrowTo, type Read, type Utterance, utteranceOf, withoutJoin } from "./hear.ts";
import { says } from "./intent-event.ts";
import { readLabel } from "./read-choice.ts";
import { readIfRefused } from "./read-if-refused.ts";
import { firmReports, readCommand, readOwnQuestion, readSmallTalk, readTopicLabel } from "./read-intent.ts";
import { readLinks } from "./read-links.ts";
import { readNumbers, readNumberWords, readNumberWordsFirst } from "./read-numbers.ts";
import {
  asksForAccounts,
  ownReaders,
  readCorrection,
  readOneMore,
  readStatedAccounts,
  readStrayAnswer,
  withAll,
} from "./read-own-answer.ts";
import {
  dateIn,
  momentOfWish,
  readDateBeneath,
  readWishAmong,
  serviceOfWish,
  wishEvent,
  wishesForLater,
} from "./read-own-date.ts";
import { readReminded } from "./read-reminded.ts";
import { asksForService, readBareService, readServices, readWantedService } from "./read-service.ts";
import { holdsListed } from "./read-witness.ts";
import { inOrder } from "./sentences.ts";
import { settle } from "./settle.ts";
import { beginsWith, tokensOf, wordsOf } from "./tokens.ts";

/** "Is that ok?" asks nothing. */
const fewestWordsOfQuestion = 6;
const mayHoldAddress = /[.。．｡․:]/;

/** A message and what it is read with. */
export type Given = Pick<Utterance, "text" | "openQuestion" | "language" | "reader" | "grammar">;

/** What a text means by itself, and how its language reads it. */
export interface Passage {
  readonly event: ConversationEvent | undefined;
  readonly utterance: Utterance;
  /** True if it is an answer by its form: a number, a label. */
  readonly isAnswer: boolean;
}

/** Returns how a message's language reads it, or the person's own if the words do not tell one. */
export function readingOf({ language, reader, grammar }: Given): LanguageGrammar | undefined {
  return grammar.readings.get(language ?? reader.language);
}

/** Whether a message has, in its own language, a phrase of one of these lists of `witnesses.json`. */
export function holdsAny(lists: readonly string[], words: readonly string[], given: Given): boolean {
  const reading = readingOf(given);
  return reading !== undefined && lists.some((list) => holdsListed(words, list, reading.witnesses));
}

/** Reads a text in the given languages, all by default; undefined if it has no words. */
export function readPassage(given: Given, readings = readingsFor(given)): Passage | undefined {
  const utterances = utterancesIn(given, readings);
  const speaking = speakingAmong(utterances);
  if (speaking === undefined) return undefined;
  const answer = firstRead(closedReaders, utterances);
  const read = answer ?? settled(firstRead(readersFor(given.openQuestion), utterances), speaking);
  const event = isQuestionAsOk(read, speaking) ? undefined : read;
  return { event: withDetails(event, utterances), utterance: speaking, isAnswer: answer !== undefined };
}

/** Whether a question was taken for an "ok": "so she has to do it as well if I understand you?" */
function isQuestionAsOk(event: ConversationEvent | undefined, { text, words }: Utterance): boolean {
  const isOk = event?.type === "courtesy" && event.courtesy === "ok";
  return isOk && endsWithQuestion.test(text) && words.length >= fewestWordsOfQuestion;
}

/** Returns how a text's language reads it, without finding out what it means; undefined as above. */
export function utteranceIn(given: Given, readings = readingsFor(given)): Utterance | undefined {
  return speakingAmong(utterancesIn(given, readings));
}

function readingsFor({ grammar, reader }: Given): readonly LanguageGrammar[] {
  return inOrder(grammar.readings, reader.language);
}

/** Returns a text as each of these languages reads it; nothing if it has no words. */
function utterancesIn(given: Given, readings: readonly LanguageGrammar[]): readonly Utterance[] {
  const tokens = tokensOf(given.text);
  const words = wordsOf(tokens);
  if (words.length === 0) return [];
  const isQuestion = given.text.includes("?") || readings.some((reading) => asks(words, reading));
  const message = { ...given, tokens, words, isQuestion };
  const utterances: Utterance[] = [];
  for (const reading of readings)
    utterances.push(utteranceOf({ ...message, reading, inOwnLanguage: utterances[0] }));
  return utterances;
}

/** Whether words begin a question, also behind one that joins two clauses: "but I asked who …". */
function asks(words: readonly string[], { asks, witnesses: { joins } }: LanguageGrammar): boolean {
  return beginsWith(words, asks) || (joins.has(words[0] ?? "") && beginsWith(words.slice(1), asks));
}

function speakingAmong(utterances: readonly Utterance[]): Utterance | undefined {
  return utterances.find(({ reading, language }) => reading.language === language) ?? utterances[0];
}

/** Readers of what is an answer by its form. */
const closedReaders: readonly Read[] = [readReminded, readNumbers, readLabel, readNumberWordsFirst];

/** Combines the rules with the classifier, in the language of the words, else in the person's own. */
function settled(read: ConversationEvent | undefined, utterance: Utterance): ConversationEvent | undefined {
  const event = settle(read, utterance);
  return event !== read ? completed(event, utterance) : read;
}

/** Adds when something was done, and the accounts that are told along with a service. */
function withDetails(
  event: ConversationEvent | undefined,
  utterances: readonly Utterance[],
): ConversationEvent | undefined {
  if (event?.type === "done") return { ...event, ...whenIn(utterances) };
  if (event?.type !== "service") return event;
  const stated = utterances
    .map((each) => readStatedAccounts(event.campaign, each))
    .find((found) => found !== undefined);
  return { ...stated, ...event };
}

/** Returns when something was done, if the message tells it. */
function whenIn(utterances: readonly Utterance[]): Pick<EventOf<"done">, "when"> {
  const when = utterances.map(readPastTime).find((found) => found !== undefined);
  return when === undefined ? {} : { when };
}

/** Returns the first event that a reader finds in any language, the person's own first. */
function firstRead(
  readers: readonly Read[],
  utterances: readonly Utterance[],
): ConversationEvent | undefined {
  for (const read of readers) {
    for (const utterance of utterances) {
      const event = read(utterance);
      if (event) return event;
    }
  }
  return undefined;
}

/** Returns all readers in the order for this open question. */
function readersFor(openQuestion: Question | undefined): readonly Read[] {
  const [sure, doubtful = () => undefined] = ownReaders(openQuestion?.id);
  return [
    readReport,
    readMove,
    readRequest,
    readWishAmong,
    // To the question for accounts, "facebook.com" also names an account.
    ...(openQuestion?.id === "accounts" ? [sure, readLink] : [readLink, sure]),
    readNumberWords,
    readWholeCommand,
    readPastReport,
    // A person who names an account without asking anything tells what they have.
    ...(asksForAccounts.has(openQuestion?.id ?? "")
      ? [(utterance: Utterance) => (utterance.isQuestion ? undefined : doubtful(utterance))]
      : []),
    readCorrection,
    readTopicLabel,
    readIfRefused,
    readOwnQuestion,
    readBareService,
    // If a date is asked for, "soon" is no goodbye.
    doubtful,
    readSmallTalk,
    readLinks,
    readWantedService,
    readServices,
    readStrayAnswer,
    readOneMore,
    readDateBeneath,
  ];
}

/** Reads a report without the words that join it or tell when it was: "and they refused on 2 June". */
function readPastReport(utterance: Utterance): ConversationEvent | undefined {
  if (utterance.isQuestion || says(utterance, "conditions") || says(utterance, "remind")) return undefined;
  const rest = withoutJoin(utterance);
  const text = withoutPastTime(rest) ?? (rest === utterance ? undefined : rest.text);
  return text === undefined ? undefined : reportIn(narrowTo(utterance, text));
}

function reportIn(utterance: Utterance): ConversationEvent | undefined {
  const command = readWholeCommand(utterance);
  return firmReports.has(command?.type ?? "") ? command : undefined;
}

/** Whether the words of a text say by themselves what was done or what came of it. */
export function isStated(event: ConversationEvent, utterance: Utterance): boolean {
  return [readWholeCommand, readPastReport].some((read) => read(utterance)?.type === event.type);
}

function readWholeCommand(utterance: Utterance): ConversationEvent | undefined {
  return completed(readCommand(utterance), utterance);
}

/** Adds to a command the date of a reminder and the service that is named. */
function completed(
  command: ConversationEvent | undefined,
  utterance: Utterance,
): ConversationEvent | undefined {
  switch (command?.type) {
    case "remind":
      return withService(withDate(command, utterance), utterance);
    case "done":
    case "confirmed":
    case "refused":
      return withService(withAll(command, utterance), utterance);
    case "access":
    case "not-confirmed":
      return withService(command, utterance);
    // `readMove` comes first and has found no date.
    case "move":
      return undefined;
    // "How do I opt out of LinkedIn?" may be asked anywhere.
    case "steps":
      return readServices(utterance) ?? command;
    default:
      return command;
  }
}

/**
 * Reads a report before the service if no question, or the one for a service, is open: "Meta
 * refused" says more than which service is meant.
 */
function readReport(utterance: Utterance): ConversationEvent | undefined {
  if (utterance.openQuestion !== undefined && !asksForService.has(utterance.openQuestion.id))
    return undefined;
  return reportIn(utterance);
}

/** Reads another date for the reminder that is set, not for a second one: "Move it to Tuesday". */
function readMove(utterance: Utterance): ConversationEvent | undefined {
  const isMove = readCommand(utterance)?.type === "move";
  const reminder = utterance.openQuestion?.lastReminder;
  const date = isMove ? (wishedDate(utterance) ?? momentOfWish(utterance, reminder?.dueAt)) : undefined;
  return date && { type: "move", date, ...(reminder && { reminder }) };
}

/** Reads a question that wishes for a reminder: "Could you remind me on Friday?" */
function readRequest(utterance: Utterance): ConversationEvent | undefined {
  const { words, isQuestion, reading } = utterance;
  const holdsAll = (["requests", "remind"] as const).every((kind) =>
    holdsListed(words, kind, reading.witnesses),
  );
  const date = isQuestion && holdsAll ? wishedDate(utterance) : undefined;
  if (date === undefined) return undefined;
  return wishesForLater(utterance) ? { type: "unknown-service" } : wishEvent(date, utterance);
}

function withDate(command: EventOf<"remind">, utterance: Utterance): EventOf<"remind"> {
  const date = wishedDate(utterance);
  return date === undefined ? command : { ...command, date };
}

/** Returns the date that is wished for; undefined if it is unclear, and neither names a zone nor two days. */
function wishedDate(utterance: Utterance): TypedDate | undefined {
  const date = dateIn(utterance, true);
  const isLost = date?.kind === "unclear" && !(date.zone ?? date.either ?? date.eitherAt);
  return isLost ? undefined : date;
}

function withService<Command extends EventOf<"access" | "remind" | (typeof reports)[number]>>(
  command: Command,
  utterance: Utterance,
): Command | EventOf<"unknown-service"> {
  const isWish = command.type === "remind";
  if (isWish ? wishesForLater(utterance) : namesOnlyLater(utterance)) return { type: "unknown-service" };
  const campaign = isWish ? serviceOfWish(utterance) : findOneService(utterance);
  return campaign === undefined ? command : { ...command, campaign };
}

/** Judges a pasted address. A text without a sign that addresses have is not searched. */
function readLink({ text, grammar }: Utterance): ConversationEvent | undefined {
  const judged = mayHoldAddress.test(text) ? grammar.judgeLink(text) : undefined;
  return judged && { type: "link", judged };
}
