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
import { beginsWith, hear, type Read, type Reader, type Said } from "./hear.ts";
import { readLabel, readNumbers, readTap } from "./read-choice.ts";
import {
  firmReports,
  readCommand,
  readOwnQuestion,
  readSlash,
  readSmallTalk,
  readTopicLabel,
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
import { inOrder } from "./sentences.ts";
import { settle } from "./settle.ts";
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
/** What stands before the last comma, and behind it. */
const wishAtTheEnd = /^(.+)(?:[,.;!]\s|\n)(.+)$/s;

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
    said.push({
      ...message,
      reading,
      own: said[0],
      heard: once(() => hear(tokens, reading)),
      classified: once(() => reading.classify(tokens)),
    });
  const read = firstRead(closedReaders, said) ?? settled(firstRead(readersFor(asked), said), said);
  return withDetails(read, said);
}

/** What is an answer by its form alone. */
const closedReaders: readonly Read[] = [readReminded, readNumbers, readLabel, readNumberWordsFirst];

/** What both witnesses make of it, in the language of the words, else in the person's own. */
function settled(read: ConversationEvent | undefined, said: readonly Said[]): ConversationEvent | undefined {
  const [own] = said;
  const speaking = said.find(({ reading, language }) => reading.language === language) ?? own;
  const event = speaking ? settle(read, speaking) : read;
  return speaking && event !== read ? completed(event, speaking) : read;
}

/** When something was done, and the accounts that are told along with a service. */
function withDetails(
  event: ConversationEvent | undefined,
  said: readonly Said[],
): ConversationEvent | undefined {
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
  const asksForAccounts = asked?.id === "accounts" || asked?.id === "accounts-doubt";
  return [
    readReport,
    readMove,
    // "facebook.com" is also a way to name one's account.
    ...(asked?.id === "accounts" ? [own, readLink] : [readLink, own]),
    readNumberWords,
    readWholeCommand,
    // Who names an account without asking anything tells what they have.
    ...(asksForAccounts ? [(said: Said) => (said.isQuestion ? undefined : doubtful(said))] : []),
    readCorrection,
    readTopicLabel,
    readOwnQuestion,
    readBareService,
    // "Soon" is no goodbye when a date is asked for.
    doubtful,
    readSmallTalk,
    readWantedService,
    readServices,
    readStrayAnswer,
    readOneMore,
  ];
}

function readWholeCommand(said: Said): ConversationEvent | undefined {
  return completed(readCommand(said), said);
}

/** A command with the date beside a wish for a reminder, and the service beside what may be about another one. */
function completed(command: ConversationEvent | undefined, said: Said): ConversationEvent | undefined {
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

/** A pasted address is judged; a text without a sign that addresses have is not searched for one. */
function readLink({ text, grammar }: Said): ConversationEvent | undefined {
  const judged = mayHoldAddress.test(text) ? grammar.judgeLink(text) : undefined;
  return judged && { type: "link", judged };
}
