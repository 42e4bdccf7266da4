import type {
  ConversationEvent,
  EventOf,
  Instant,
  Question,
  QuestionId,
  TypedDate,
} from "../conversation/vocabulary.ts";
import { findOneService, namesOnlyLater } from "./entities/find-services.ts";
import { readDate, readDateAmong } from "./entities/read-date.ts";
import { readDateWords } from "./entities/read-date-words.ts";
import { endsOfSentences, hear, isNo, type Utterance } from "./hear.ts";
import { readCommand, readSmallTalk } from "./read-intent.ts";
import { cutAt, endsWith, holds, type Token, wordsOf } from "./tokens.ts";

/** Questions that ask when to remind the person. */
const asksForDate: ReadonlySet<string> = new Set<QuestionId>(["remind", "remind-quiet"]);
const days: ReadonlySet<string> = new Set(["weekday", "month", "day"]);
const daysAndHours: ReadonlySet<string> = new Set([
  ...["number", "ordinal", "weekday", "month", "day", "dayBefore", "daysBefore"],
]);

/**
 * Returns the date that is named, in the person's zone. `isWished` if a date is surely wished for:
 * then other words do not matter.
 */
export function dateIn(
  { tokens, asked, reading, reader, grammar }: Utterance,
  isWished = false,
): TypedDate | undefined {
  const dates = reading.dates();
  const lastDay = reader.campaigns.get(asked?.about ?? "")?.dates?.lastDay;
  const { words } = grammar.services.names;
  const isName = isWished ? (word: string) => words.has(word) : undefined;
  const setFor = asked?.id === "remind-set" ? dueAtOf(asked) : undefined;
  const read = (typed: typeof tokens) =>
    dates && readDate(typed, dates, { ...reader, lastDay, setFor, isName, zones: reading.namedZones() });
  const date = read(tokens);
  if (date !== undefined && date.kind !== "unclear") return date;
  // A "no" before a date corrects the reminder that was just set ("No, Thursday"); "don't let me
  // forget" denies nothing.
  const isCorrection = asked?.id.startsWith("remind") && hear(tokens.slice(0, 1), reading).some(isNo);
  return isCorrection ? read(tokens.slice(1)) : date;
}

/**
 * Reads a wish for a reminder among other words: "Write to me tomorrow around noon, I'm at work
 * before".
 */
export function readWishAmong(said: Utterance): EventOf<"remind"> | undefined {
  const wish = wishIn(said);
  const date = wish && isLeftOpen(said) ? dateAmong(wish, said) : undefined;
  return date && { type: "remind", date };
}

/** Whether a wish for a reminder, or no command at all, leaves it open which date is meant. */
function isLeftOpen(said: Utterance): boolean {
  const command = readCommand(said)?.type ?? "remind";
  return (command === "remind" || command === "later") && (dateIn(said)?.kind ?? "unclear") === "unclear";
}

/** Returns the date that is named in the words after a wish, unless they are about another service. */
function dateAmong(wish: readonly Token[], said: Utterance): TypedDate | undefined {
  const { asked, reading, reader } = said;
  const service = findOneService(said);
  if (namesOnlyLater(said) || (service !== undefined && service !== asked?.about)) return undefined;
  const dates = reading.dates();
  return dates && readDateAmong(wish, dates, { ...reader, zones: reading.namedZones() });
}

/**
 * Returns the words after a wish for a reminder, up to the end of the sentence; all words if a date
 * is asked for and they replace one.
 */
function wishIn(said: Utterance): readonly Token[] | undefined {
  const { tokens, asked, reading } = said;
  const phrases = (kind: string) => reading.witnesses.words.get(kind) ?? [];
  const sentences = cutAt(
    tokens,
    ({ text, glued }, at) => endsOfSentences.has(text) && !(glued && tokens[at + 1]?.glued),
  );
  for (const sentence of sentences) {
    const end = sentence.findIndex((_, at) =>
      endsWith(wordsOf(sentence.slice(0, at + 1)), phrases("wishes")),
    );
    if (end >= 0 && !holds(wordsOf(sentence.slice(0, end)), phrases("refrains")))
      return sentence.slice(end + 1);
  }
  const kinds = asksForDate.has(asked?.id ?? "") ? dateKindsIn(said) : [];
  const isReplaced = kinds.includes("instead") && kinds.some((kind) => days.has(kind));
  return isReplaced ? tokens : undefined;
}

/** Returns when the reminder that can be cancelled is due. */
function dueAtOf({ choices }: Question): Instant | undefined {
  const [due] = choices.flatMap(({ event }) =>
    event.type === "cancel-reminder" ? event.reminder.dueAt : [],
  );
  return due;
}

/**
 * Whether a text is only a day or an hour, even one that can be meant in two ways: then it asks
 * nothing.
 */
export function isMereDate(said: Utterance): boolean {
  const kinds = dateKindsIn(said);
  return !said.isQuestion && !kinds.includes("unknown") && kinds.some((kind) => daysAndHours.has(kind));
}

/** Returns the kinds of words in a text, as parts of a date. */
function dateKindsIn({ tokens, reading }: Utterance): readonly string[] {
  const dates = reading.dates();
  return dates ? readDateWords(tokens, dates).flatMap(({ readings }) => readings.map(({ is }) => is)) : [];
}

/**
 * Reads a date. An unclear one counts only if nothing else is said. Below the steps, "the last
 * day?" is a question and no date.
 */
export function sureDate(said: Utterance): EventOf<"date"> | undefined {
  const event = said.isQuestion && said.asked?.id === "next" ? undefined : dateEvent(said);
  const isDoubtful = event?.date.kind === "unclear" && event.date.zone === undefined;
  return !isDoubtful || isMereDate(said) ? event : undefined;
}

/**
 * Reads a date where none is asked for. Without words of wishing it is only told ("I leave on
 * Friday"), or part of a goodbye: « à lundi ».
 */
export function readWishedDate(said: Utterance): ConversationEvent | undefined {
  const event = sureDate(said) ?? readUnclearWish(said);
  return event && (readSmallTalk(said) ?? event);
}

/**
 * Reads a wish for a date that is not clear: "Remind me on Saturday after work". If a service is
 * named, the wish may be about another one and is not read here.
 */
function readUnclearWish(said: Utterance): ConversationEvent | undefined {
  const isWish = readCommand(said)?.type === "remind" && !namesOnlyLater(said) && !findOneService(said);
  const hasDay = isWish && dateKindsIn(said).some((kind) => daysAndHours.has(kind));
  const date = hasDay ? dateIn(said, true) : undefined;
  return date?.kind === "unclear" ? { type: "date", date } : undefined;
}

/** Reads that another date is wished for, even if it is not clear which: "No, rather on Friday or so". */
export function readCorrectedDate(said: Utterance): ConversationEvent | undefined {
  return dateKindsIn(said).includes("instead") ? dateEvent(said) : undefined;
}

/** Returns the date that is named as an event. */
export function dateEvent(said: Utterance): EventOf<"date"> | undefined {
  const date = dateIn(said);
  return date && { type: "date", date };
}

/** Reads a date on a page that was opened from the question when to remind the person. */
export function readDateBeneath(said: Utterance): EventOf<"remind"> | undefined {
  const isAsked = asksForDate.has(said.asked?.beneath ?? "");
  const event = isAsked ? sureDate(said) : undefined;
  return event && { ...event, type: "remind" };
}
