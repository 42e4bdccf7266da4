import { phrasesIn, type Sentences, templatesUnder } from "../sentences.ts";
import { compileTemplates, type TemplateSet, wordsIn } from "../template-set.ts";
import { keyOf } from "../tokens.ts";
import type { Span } from "./span.ts";

/**
 * How sure it is that a choice is meant: "option two" is one, "two" alone can also be a number of
 * accounts.
 */
export type NumberSense = "chosen" | "bare";

/** Stands for the number of the last choice. */
export const last = "last";
const isNumber = /^[0-9]{1,3}$/;

/** Compiles the words for the numbers of choices. */
export function compileNumberWords(sentences: Sentences): TemplateSet<NumberSense> {
  const ends = templatesUnder(sentences, "numbers", last).map((word) => [word, last] as const);
  return compileTemplates<NumberSense>({
    templates: [
      [{ type: "slot", slot: "number" }, "bare"],
      ...templatesUnder(sentences, "numbers", "chosen").map((template) => [template, "chosen"] as const),
    ],
    skip: wordsIn(templatesUnder(sentences, "numbers", "around")),
    slots: new Map([
      ["number", valuesOf(sentences.numbers["cardinal"])],
      ["ordinal", [...valuesOf(sentences.numbers["ordinal"]), ...ends]],
    ]),
    isForgiven: () => false,
  });
}

/** The words of a line stand for 1, 2, 3 and so on. */
function valuesOf(lines: readonly string[] = []) {
  return lines.flatMap((line) => line.split("|").map((word, at) => [word, `${at + 1}`] as const));
}

/** Returns the words for places in a list, folded, each with its number from 1, or `last`. */
export function ordinalsIn({ numbers }: Sentences): ReadonlyMap<string, string> {
  return new Map([
    ...valuesOf(numbers["ordinal"]).map(([word, value]) => [keyOf(word), value] as const),
    ...phrasesIn(numbers["last"]).map((word) => [word, last] as const),
  ]);
}

/**
 * Finds the numbers in a message that holds nothing but numbers and the words around them; none if
 * it says more.
 */
export function findNumbers(words: readonly string[], around: ReadonlySet<string>): readonly Span<number>[] {
  if (!words.every((word) => isNumber.test(word) || around.has(word))) return [];
  return words.flatMap((word, from) =>
    isNumber.test(word) ? { from, to: from + 1, value: Number(word) } : [],
  );
}
