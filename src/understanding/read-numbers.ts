import type { ConversationEvent, Question, QuestionId } from "../conversation/vocabulary.ts";
import { findNumbers, last, type NumberSense } from "./entities/find-numbers.ts";
import { readDate } from "./entities/read-date.ts";
import type { Utterance } from "./hear.ts";
import { type Match, matchWhole } from "./match.ts";
import { combine, readPress } from "./read-choice.ts";
import { dateIn } from "./read-own-date.ts";

/** The questions that a typed date answers. */
const datedQuestions: ReadonlySet<QuestionId> = new Set(["next", "remind", "remind-quiet", "remind-set"]);
/** A longer text says more than which choice is meant. */
const mostWords = 12;

/** Reads one number or several as choices, counted from 1: "2", "number 2", "1 and 3". */
export function readNumbers(said: Utterance): ConversationEvent | undefined {
  const { words, asked, reading } = said;
  const numbers = findNumbers(words, reading.aroundNumber);
  if (asked === undefined || numbers.length === 0) return undefined;
  const isPlain = numbers.length === words.length;
  // "1-2" may be the first of February, and "le 20" the twentieth; "option 2" is no date.
  if (datedQuestions.has(asked.id) && (!isPlain || numbers.length > 1) && isDate(said)) return undefined;
  const inOrder = numbers.map(({ value }) => value).sort((one, other) => one - other);
  const events = inOrder.map((number) => numbered(number, asked));
  return events.length > 1 ? combine(events) : events[0];
}

/**
 * Returns the choice with this number, from 1, in the list that was shown last, as if its button
 * were pressed.
 */
function numbered(number: number, asked: Question): ConversationEvent | undefined {
  if (asked.shown === undefined) return asked.choices[number - 1]?.event;
  const { choices, ...list } = asked.shown;
  const choice = choices[number - 1];
  return choice === undefined ? undefined : readPress({ ...list, choice }, asked);
}

function isDate({ tokens, reading, reader }: Utterance): boolean {
  const dates = reading.dates();
  return dates !== undefined && readDate(tokens, dates, reader) !== undefined;
}

/** Reads one number in words as a choice: "two", "the first one", "number three please", "the last". */
export function readNumberWords(said: Utterance): ConversationEvent | undefined {
  const { asked } = said;
  const match = numberIn(said);
  if (asked === undefined || match === undefined) return undefined;
  // « Le deux » is the second of the month.
  if (datedQuestions.has(asked.id) && isClearDate(said)) return undefined;
  const number = match.values[0] === last ? (asked.shown ?? asked).choices.length : Number(match.values[0]);
  const event = numbered(number, asked);
  return event && match.meaning === "bare" ? surely(event, number, said) : event;
}

function numberIn({ words, isQuestion, reading }: Utterance): Match<NumberSense> | undefined {
  return isQuestion || words.length > mostWords ? undefined : matchWhole(words, reading.numberWords)[0];
}

/**
 * Reads numbers in words before the open question's own answers if "the first" may be half a date,
 * or if another list was shown last.
 */
export function readNumberWordsFirst(said: Utterance): ConversationEvent | undefined {
  const { id, shown } = said.asked ?? {};
  const isOther = shown !== undefined && shown.question !== id;
  return isOther || (id !== undefined && datedQuestions.has(id)) ? readNumberWords(said) : undefined;
}

/**
 * "Two" may also be the number of accounts: then the bot asks back, and it is no answer to whether
 * they are linked.
 */
function surely(
  event: ConversationEvent,
  number: number,
  { asked, reader }: Utterance,
): ConversationEvent | undefined {
  if (event.type === "linked") return undefined;
  const most = reader.campaigns.get(asked?.campaign ?? "")?.accounts.length ?? 0;
  return event.type === "accounts" && number <= most ? { type: "doubt", accounts: event.accounts } : event;
}

/** A single word is no clear date. */
function isClearDate(said: Utterance): boolean {
  return said.words.length > 1 && (dateIn(said)?.kind ?? "unclear") !== "unclear";
}
