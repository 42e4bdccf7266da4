import type {
  ConversationEvent,
  EventOf,
  Language,
  Question,
  reports,
  TypedDate,
} from "../conversation/vocabulary.ts";
import { once } from "../memoized.ts";
import { firstWords } from "./first-words.ts";
import type { Grammar } from "./grammar.ts";
import { guessLanguage, withoutAddresses } from "./guess-language.ts";
import { beginsWith, hear, type Read, type Reader, type Said, weightyOf } from "./hear.ts";
import { readLabel, readNumbers, readTap } from "./read-choice.ts";
import {
  firmReports,
  isPlaceTopic,
  readCommand,
  readSlash,
  readSmallTalk,
  readTopics,
} from "./read-intent.ts";
import { readNumberWords, readNumberWordsFirst } from "./read-number-words.ts";
import {
  ownReaders,
  readCorrection,
  readOneMore,
  readStrayAnswer,
  readTold,
  withAll,
} from "./read-own-answer.ts";
import { dateIn } from "./read-own-date.ts";
import { findPlace } from "./read-place.ts";
import { readReminded } from "./read-reminded.ts";
import {
  asksForService,
  findOneService,
  namesOnlyLater,
  readBareService,
  readServices,
  readWantedService,
  withoutNames,
} from "./read-service.ts";
import { readToldTime } from "./read-told-time.ts";
import { mostSuggested } from "./search-topics.ts";
import { inOrder } from "./sentences.ts";
import { tokensOf, wordsOf } from "./tokens.ts";

/** What came in: exactly one of the three is there. */
export interface Message {
  readonly text?: string | undefined;
  readonly tapped?: string | undefined;
  readonly unreadable?: true | undefined;
}

/** What a message means. */
export interface Understood {
  readonly event: ConversationEvent;
  /** The language of the words, if they tell it. */
  readonly language?: Language;
  /** There are words behind those that were read. */
  readonly isCut?: true;
}

const mayHoldAddress = /[.。．｡․:]/;
const mostWordsSearched = 60;
/** What stands before the last comma, and behind it. */
const wishAtTheEnd = /^(.+)(?:[,.;!]\s|\n)(.+)$/s;
/** Topics that are answered whatever is asked, even if an account is named. */
const firstTopics: ReadonlySet<string> = new Set(["password-told", "deceased"]);
/** Shorter texts hold none of these; so most answers need no sentence to be read. */
const fewestWordsOfFirst = 4;

/** Finds out what a message means; the question that is open decides only in which order it is tried. */
export function understand(
  message: Message,
  asked: Question | undefined,
  reader: Reader,
  grammar: Grammar,
): Understood {
  if (message.unreadable) return { event: { type: "only-text" } };
  if (message.tapped !== undefined) return { event: readTap(message.tapped, asked) };
  const { text, isCut } = firstWords(message.text ?? "");
  const understood = readWords(text, asked, reader, grammar);
  return isCut ? { ...understood, isCut } : understood;
}

function readWords(text: string, asked: Question | undefined, reader: Reader, grammar: Grammar): Understood {
  const slash = readSlash(text, grammar);
  if (slash) return { event: slash };
  const { services, telling, readings } = grammar;
  const language = guessLanguage(withoutNames(withoutAddresses(text), services), telling, [
    ...readings.keys(),
  ]);
  const given = { text, asked, language, reader, grammar };
  const event = readWithWish(given) ?? readText(given) ?? { type: "not-understood" };
  return language === undefined ? { event } : { event, language };
}

/** What is read of a message: its words, and what they may mean just now. */
type Given = Pick<Said, "text" | "asked" | "language" | "reader" | "grammar">;

/** "I have both, remind me on Friday": what is told before the wish, with its date. */
function readWithWish(given: Given): ConversationEvent | undefined {
  const [, before, last] = (given.asked?.id !== "next" && wishAtTheEnd.exec(given.text)) || [];
  if (before === undefined || last === undefined) return undefined;
  const wish = readText({ ...given, text: last, asked: undefined });
  if (wish?.type !== "remind" || wish.date === undefined) return undefined;
  const told = readText({ ...given, text: before });
  const isDated = told?.type === "service" || told?.type === "accounts" || told?.type === "linked";
  return isDated ? { ...told, date: wish.date } : undefined;
}

function readText(given: Given): ConversationEvent | undefined {
  const { text, asked, reader, grammar } = given;
  const tokens = tokensOf(text);
  const words = wordsOf(tokens);
  if (words.length === 0) return undefined;
  const readings = inOrder(grammar.readings, reader.language);
  const isQuestion = text.includes("?") || readings.some(({ asks }) => beginsWith(words, asks));
  const message = { ...given, tokens, words, isQuestion };
  const said: Said[] = [];
  // What the first readers take needs no sentence.
  for (const reading of readings)
    said.push({ ...message, reading, own: said[0], heard: once(() => hear(tokens, reading)) });
  const event = firstRead(readersFor(asked), said);
  if (event?.type === "done") return { ...event, ...whenIn(said) };
  if (event?.type !== "service") return event;
  const told = said.map((each) => readTold(event.campaign, each)).find((found) => found !== undefined);
  return { ...told, ...event };
}

/** When that was done of which a message says that it is done. */
function whenIn(said: readonly Said[]): Pick<EventOf<"done">, "when"> {
  const when = said.map(readToldTime).find((found) => found !== undefined);
  return when === undefined ? {} : { when };
}

/** What the first reader makes of it in any language, the person's own first. */
function firstRead(readers: readonly Read[], said: readonly Said[]): ConversationEvent | undefined {
  for (const read of readers) {
    for (const each of said) {
      const event = read(each);
      if (event) return event;
    }
  }
  return undefined;
}

/** The open question only orders the readers. */
function readersFor(asked: Question | undefined): readonly Read[] {
  const [own, doubtful = () => undefined] = ownReaders(asked?.id);
  // The name of a country is a place there, and no question about it.
  const asksForAccounts = asked?.id === "accounts" || asked?.id === "accounts-doubt";
  const asksForPlace = asked?.id === "zone" || asked?.id === "complaint-country";
  return [
    readReminded,
    readNumbers,
    readLabel,
    readNumberWordsFirst,
    readFirstTopic,
    readReport,
    readMove,
    // "facebook.com" is also a way to name one's account.
    ...(asked?.id === "accounts" ? [own, readLink] : [readLink, own]),
    readNumberWords,
    readWholeCommand,
    // Who names an account without asking anything tells what they have.
    ...(asksForAccounts ? [(said: Said) => (said.isQuestion ? undefined : doubtful(said))] : []),
    readCorrection,
    readBareService,
    ...(asksForPlace ? [] : [readWholeQuestion]),
    // "Soon" is no goodbye when a date is asked for.
    doubtful,
    readSmallTalk,
    ...(asksForPlace ? [] : [readPartOfQuestion]),
    readWantedService,
    ...(asksForPlace ? [] : [suggest]),
    readServices,
    readStrayAnswer,
    readOneMore,
  ];
}

/** Reads a command, with the date beside a wish for a reminder, and the service beside what may be about another one. */
function readWholeCommand(said: Said): ConversationEvent | undefined {
  const command = readCommand(said);
  switch (command?.type) {
    case "remind":
      return withService(withDate(command, said), said);
    case "done":
      return withService(withAll(command, said), said);
    case "access":
    case "confirmed":
    case "not-confirmed":
    case "refused":
      return withService(command, said);
    // `readMove` has tried it before.
    case "move":
      return undefined;
    // "How do I opt out of LinkedIn?" may be asked anywhere.
    case "steps":
      return readServices(said) ?? command;
    // "Does it delete my data?" asks about the form, if it has an answer.
    case "forget-me":
      return said.isQuestion ? (readQuestion(said) ?? command) : command;
    default:
      return command;
  }
}

/** "Meta refused" says more than which service is meant, if that is asked. */
function readReport(said: Said): ConversationEvent | undefined {
  if (!asksForService.has(said.asked?.id ?? "")) return undefined;
  const command = readWholeCommand(said);
  return firmReports.has(command?.type ?? "") ? command : undefined;
}

/** "Move it to Tuesday" names another date for the reminder that is set, not for a second one. */
function readMove(said: Said): ConversationEvent | undefined {
  const date = readCommand(said)?.type === "move" ? wishedDate(said) : undefined;
  return date && { type: "move", date };
}

function withDate(command: EventOf<"remind">, said: Said): EventOf<"remind"> {
  const date = wishedDate(said);
  return date === undefined ? command : { ...command, date };
}

/** The date that is surely wished for, if it is clear, or says something of its zone. */
function wishedDate(said: Said): TypedDate | undefined {
  const date = dateIn(said, true);
  return date?.kind === "unclear" && date.zone === undefined ? undefined : date;
}

function withService<Command extends EventOf<"access" | "remind" | (typeof reports)[number]>>(
  command: Command,
  said: Said,
): Command | EventOf<"unknown-service"> {
  if (namesOnlyLater(said)) return { type: "unknown-service" };
  const campaign = findOneService(said);
  return campaign === undefined ? command : { ...command, campaign };
}

/** Who tells a password is warned, and who speaks of a death is not asked about accounts. */
function readFirstTopic(said: Said): ConversationEvent | undefined {
  const question = said.words.length < fewestWordsOfFirst ? undefined : readQuestion(said);
  return question?.type === "topic" && firstTopics.has(question.topic) ? question : undefined;
}

/** A message that is nothing but a question is one, even if it names an account; "hi again" asks nothing. */
function readWholeQuestion(said: Said): ConversationEvent | undefined {
  if (!said.isQuestion && readSmallTalk(said)) return undefined;
  const isWhole = weightyOf(said.heard()).every(({ matches }) => matches.length > 0);
  if (!isWhole) return undefined;
  const question = readQuestion(said);
  return question?.type === "topic" ? (readOtherService(said, question) ?? question) : question;
}

/** "And WhatsApp?" turns to that service, if only a third one answers the question and not the one that we speak of. */
function readOtherService(said: Said, { topic }: EventOf<"topic">): ConversationEvent | undefined {
  const event = readWantedService(said);
  if (event?.type !== "service") return undefined;
  const answering = [...said.reader.campaigns.values()].filter(({ help }) => help.includes(topic));
  const isSpokenOf = answering.some(({ id }) => id === said.asked?.about || id === event.campaign);
  return answering.length === 0 || isSpokenOf ? undefined : event;
}

/** Some clause is a question: it is answered unless the whole message speaks of something else too. */
function readPartOfQuestion(said: Said): ConversationEvent | undefined {
  const question = readQuestion(said);
  if (question?.type !== "topic") return question;
  const near = suggest(said);
  const others = near?.type === "suggest" ? near.topics.filter((topic) => topic !== question.topic) : [];
  const isNearest = near?.type !== "suggest" || near.topics[0] === question.topic;
  return isNearest
    ? question
    : { type: "suggest", topics: [question.topic, ...others].slice(0, mostSuggested) };
}

/** Searched in the language of the words, else in the person's own. */
function suggest({ words, reading, own, language }: Said): ConversationEvent | undefined {
  if (language === undefined ? own !== undefined : language !== reading.language) return undefined;
  const { otherSubjects, words: asked } = reading.questions;
  if (words.some((word) => otherSubjects.has(word) && !asked.has(word))) return undefined;
  const topics = reading.topics().search(words.slice(0, mostWordsSearched));
  return topics.length === 0 ? undefined : { type: "suggest", topics };
}

/** A pasted address is judged; a text without a sign that addresses have is not searched for one. */
function readLink({ text, grammar }: Said): ConversationEvent | undefined {
  const judged = mayHoldAddress.test(text) ? grammar.judgeLink(text) : undefined;
  return judged && { type: "link", judged };
}

/** Reads a question of the help, about the service that it names or that we speak of. */
function readQuestion(said: Said): ConversationEvent | undefined {
  // The number of a choice that is not there is no age.
  if (said.words.every((word) => /^\d+$/.test(word))) return undefined;
  const question = readTopics(said.heard(), said.asked?.about, findOneService(said));
  if (question !== undefined && namesOnlyLater(said)) return { type: "unknown-service" };
  return question?.type === "topic" && isPlaceTopic(question.topic) ? withCountry(question, said) : question;
}

function withCountry(question: EventOf<"topic">, { words, grammar }: Said): EventOf<"topic"> {
  const country = findPlace(words, grammar.countries);
  return country === undefined ? question : { ...question, country };
}
