import type { Choice } from "../conversation/vocabulary.ts";
import { memoized } from "../support/memoized.ts";
import { cutClauses } from "./cut-parts.ts";
import { findOneService } from "./entities/find-services.ts";
import type { LanguageGrammar } from "./grammar.ts";
import { isYes } from "./hear.ts";
import { fewestWordsOfPart } from "./message-parts.ts";
import { standsAlone } from "./open-parts.ts";
import { type Given, readingOf } from "./read-passage.ts";
import { keyOf, tokensOf, wordsOf } from "./tokens.ts";

/** So many of a label's words must be typed. */
const leastOfLabel = 2 / 3;

/**
 * Returns a text that begins with the label of an offered question, wish or service, or with most of it
 * beside a yes, with that label as a sentence: "ChatGPT, yes, I have the free one".
 */
export function withChoiceApart(given: Given): string {
  const { text, openQuestion, grammar } = given;
  const reading = readingOf(given);
  const offered = [...(openQuestion?.askedBeside ?? []), ...(openQuestion?.choices ?? [])].filter(
    ({ event }) => event.type === "service" || standsAlone(event),
  );
  if (reading === undefined || offered.length === 0) return text;
  const [first = "", ...others] = cutClauses(text, reading.witnesses.joins).flat();
  const labels = offered.map((choice) => ({ choice, label: grammar.label(choice.label, reading.language) }));
  const clause = { words: wordsOf(tokensOf(first)), isYes: memoized((word: string) => isYes(word, reading)) };
  const named = labels.filter((offer) => names(clause, offer, given, reading));
  const [only, ...more] = new Map(named.map((each) => [each.label, each])).values();
  return only === undefined || more.length > 0 ? text : [`${only.label}.`, ...withoutScrap(others)].join(" ");
}

/** Leaves out a word or two between the label and what follows: "go on then". */
function withoutScrap([next = "", ...others]: readonly string[]): readonly string[] {
  const isScrap = others.length > 0 && wordsOf(tokensOf(next)).length < fewestWordsOfPart;
  return isScrap ? others : [next, ...others];
}

/** The words of a clause, and which of them are a yes. */
interface Clause {
  readonly words: readonly string[];
  readonly isYes: (word: string) => boolean;
}

function names(
  { words, isYes }: Clause,
  { choice, label }: { readonly choice: Choice; readonly label: string },
  { grammar, reader }: Given,
  reading: LanguageGrammar,
): boolean {
  const key = keyOf(label).split(" ");
  if (words.join(" ") === key.join(" ")) return true;
  const { skip } = reading.sentences;
  // Most clauses have other words, and are looked at no further.
  const others = words.filter((word) => !skip.has(word) && !key.includes(word));
  const { event } = choice;
  if (event.type !== "service" && !others.every(isYes)) return false;
  const rest = words.filter((word) => !isYes(word));
  if (rest.length === words.length || rest.length === 0) return false;
  if (event.type === "service" && rest.length === 1)
    return findOneService({ words: rest, grammar, reader }) === event.campaign;
  return isMostOf(key, rest, skip);
}

/** Whether these words are most of a label, skip words apart. */
function isMostOf(label: readonly string[], words: readonly string[], skip: ReadonlySet<string>): boolean {
  const weighty = (some: readonly string[]) => some.filter((word) => !skip.has(word));
  const [typed, wanted] = [weighty(words), weighty(label)];
  const areAll = typed.length > 1 && typed.every((word) => wanted.includes(word));
  return areAll && typed.length >= wanted.length * leastOfLabel;
}
