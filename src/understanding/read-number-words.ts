import type { ConversationEvent } from "../conversation/vocabulary.ts";
import type { Said } from "./hear.ts";
import { type Match, matchWhole } from "./match.ts";
import { phraseTemplate } from "./parse-template.ts";
import { datedQuestions, numbered } from "./read-choice.ts";
import { dateIn } from "./read-own-date.ts";
import { type Sentences, templatesUnder } from "./sentences.ts";
import { compileTemplates, type TemplateSet, wordsIn } from "./template-set.ts";

/** How sure it is that a choice is meant: "option two" is one, "two" alone may also be how many accounts there are. */
export type NumberSense = "chosen" | "bare";

const last = "last";
/** Longer texts say more than which choice is meant. */
const mostWords = 12;

/** Compiles the words for the numbers of choices. */
export function compileNumberWords(sentences: Sentences): TemplateSet<NumberSense> {
  const { numbers } = sentences;
  // The words of a line stand for 1, 2, 3 and so on.
  const valuesOf = (lines: readonly string[] = []) =>
    lines.flatMap((line) => line.split("|").map((word, at) => [phraseTemplate(word), `${at + 1}`] as const));
  const ends = templatesUnder(sentences, "numbers", last).map((word) => [word, last] as const);
  return compileTemplates<NumberSense>({
    templates: [
      [{ type: "slot", slot: "number" }, "bare"],
      ...templatesUnder(sentences, "numbers", "chosen").map((template) => [template, "chosen"] as const),
    ],
    skip: wordsIn(templatesUnder(sentences, "numbers", "around")),
    slots: new Map([
      ["number", valuesOf(numbers["cardinal"])],
      ["ordinal", [...valuesOf(numbers["ordinal"]), ...ends]],
    ]),
    isForgiven: () => false,
  });
}

/** Reads one number in words as a choice: "two", "the first one", "number three please", "the last". */
export function readNumberWords(said: Said): ConversationEvent | undefined {
  const { asked } = said;
  const match = numberIn(said);
  if (asked === undefined || match === undefined) return undefined;
  // « Le deux » is the second of the month.
  if (datedQuestions.has(asked.id) && isClearDate(said)) return undefined;
  const number = match.values[0] === last ? (asked.shown ?? asked).choices.length : Number(match.values[0]);
  const event = numbered(number, asked);
  return event && match.meaning === "bare" ? surely(event, number, said) : event;
}

function numberIn({ words, isQuestion, reading }: Said): Match<NumberSense> | undefined {
  return isQuestion || words.length > mostWords ? undefined : matchWhole(words, reading.numberWords)[0];
}

/** The same, before the open question's own answers are read: "the first" is half a date, and another list may be the last one shown. */
export function readNumberWordsFirst(said: Said): ConversationEvent | undefined {
  const { id, shown } = said.asked ?? {};
  const isOther = shown !== undefined && shown.question !== id;
  return isOther || (id !== undefined && datedQuestions.has(id)) ? readNumberWords(said) : undefined;
}

/** "Two" may also be how many accounts there are: then one asks back, or does not take it for the answer whether they are linked. */
function surely(
  event: ConversationEvent,
  number: number,
  { asked, reader }: Said,
): ConversationEvent | undefined {
  if (event.type === "linked") return undefined;
  const most = reader.campaigns.get(asked?.campaign ?? "")?.accounts.length ?? 0;
  return event.type === "accounts" && number <= most ? { type: "doubt", accounts: event.accounts } : event;
}

/** A single word is none. */
function isClearDate(said: Said): boolean {
  return said.words.length > 1 && (dateIn(said)?.kind ?? "unclear") !== "unclear";
}
