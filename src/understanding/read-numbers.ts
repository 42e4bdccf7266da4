import type { ConversationEvent, Question } from "../conversation/vocabulary.ts";
import { findNumbers, last, type NumberSense } from "./entities/find-numbers.ts";
import { readDate } from "./entities/read-date.ts";
import type { Utterance } from "./hear.ts";
import { type Match, matchWhole } from "./match.ts";
import { combine, readPress } from "./read-choice.ts";
import { dateIn, takesWish } from "./read-own-date.ts";

/** The questions that a typed date answers. */
const datedQuestions: ReadonlySet<string> = new Set(["next", ...takesWish]);
/** A longer text says more than which choice is meant. */
const mostWords = 12;

/** Reads one number or several as choices, counted from 1: "2", "number 2", "1 and 3". */
export function readNumbers(utterance: Utterance): ConversationEvent | undefined {
  const { words, openQuestion, reading } = utterance;
  const numbers = findNumbers(words, reading.aroundNumber);
  if (openQuestion === undefined || numbers.length === 0) return undefined;
  const isPlain = numbers.length === words.length;
  // "1-2" may be the first of February, and "le 20" the twentieth; "option 2" is no date.
  if (datedQuestions.has(openQuestion.id) && (!isPlain || numbers.length > 1) && isDate(utterance))
    return undefined;
  const inOrder = numbers.map(({ value }) => value).sort((one, other) => one - other);
  const events = inOrder.map((number) => numbered(number, openQuestion));
  return events.length > 1 ? combine(events) : events[0];
}

/**
 * Returns the choice with this number, from 1, in the list that was shown last, as if its button
 * were pressed.
 */
function numbered(number: number, openQuestion: Question): ConversationEvent | undefined {
  if (openQuestion.shown === undefined) return openQuestion.choices[number - 1]?.event;
  const { choices, ...list } = openQuestion.shown;
  const choice = choices[number - 1];
  return choice === undefined ? undefined : readPress({ ...list, choice }, openQuestion);
}

function isDate({ tokens, reading, reader }: Utterance): boolean {
  const dates = reading.dates();
  return dates !== undefined && readDate(tokens, dates, reader) !== undefined;
}

/** Reads one number in words as a choice: "two", "the first one", "number three please", "the last". */
export function readNumberWords(utterance: Utterance): ConversationEvent | undefined {
  const { openQuestion } = utterance;
  const match = numberIn(utterance);
  if (openQuestion === undefined || match === undefined) return undefined;
  // « Le deux » is the second of the month.
  if (datedQuestions.has(openQuestion.id) && isClearDate(utterance)) return undefined;
  const number =
    match.values[0] === last ? (openQuestion.shown ?? openQuestion).choices.length : Number(match.values[0]);
  const event = numbered(number, openQuestion);
  return event && match.meaning === "bare" ? surely(event, number, utterance) : event;
}

function numberIn({ words, isQuestion, reading }: Utterance): Match<NumberSense> | undefined {
  return isQuestion || words.length > mostWords ? undefined : matchWhole(words, reading.numberWords)[0];
}

/**
 * Reads numbers in words before the open question's own answers if "the first" may be half a date,
 * or if another list was shown last.
 */
export function readNumberWordsFirst(utterance: Utterance): ConversationEvent | undefined {
  const { id, shown } = utterance.openQuestion ?? {};
  const isOther = shown !== undefined && shown.question !== id;
  return isOther || (id !== undefined && datedQuestions.has(id)) ? readNumberWords(utterance) : undefined;
}

/**
 * "Two" may also be the number of accounts: then the bot asks back, and it is no answer to whether
 * they are linked.
 */
function surely(
  event: ConversationEvent,
  number: number,
  { openQuestion, reader }: Utterance,
): ConversationEvent | undefined {
  if (event.type === "linked") return undefined;
  const most = reader.campaigns.get(openQuestion?.campaign ?? "")?.accounts.length ?? 0;
  return event.type === "accounts" && number <= most ? { type: "doubt", accounts: event.accounts } : event;
}

/** A single word is no clear date. */
function isClearDate(utterance: Utterance): boolean {
  return utterance.words.length > 1 && (dateIn(utterance)?.kind ?? "unclear") !== "unclear";
}
