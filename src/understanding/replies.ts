import { memoized } from "../support/memoized.ts";
import type { ReplyExamples } from "./learn-replies.ts";
import { newRules, parseTemplate, type Template } from "./parse-template.ts";
import type { Templates } from "./sentences.ts";
import { compileTemplates, type TemplateSet } from "./template-set.ts";
import { tokensOf, wordsOf } from "./tokens.ts";

/** The lists of `replies.json`: by what a service's reply is known, and how it is worded. */
export type ReplyPart =
  | ("salutation" | "closing" | "reference" | "footer" | "thanks" | "yours" | "we" | "mine")
  | ("told" | "other" | "notice" | "subject" | "quotes" | "machine" | "receipt")
  | ("if" | "unless" | "may" | "aside")
  | ("accepted" | "asks-more" | "lacks" | "asks-identity" | "refused" | "unable" | "nothing");

/** How services word their replies in one language: templates, the rules that these name, and examples. */
export interface Replies extends Readonly<Record<ReplyPart, readonly string[]>> {
  readonly rules: Templates;
  readonly examples: ReplyExamples;
}

/** The words that may stand in the place of a slot. */
const slots: Readonly<Record<string, string>> = {
  words: "(?: [^ ]+){0,8}?",
  short: "(?: [^ ]+){0,3}?",
};

/** Where each part stands in a sentence: the characters before it, the nearest first. */
export type Sentence = ReadonlyMap<ReplyPart, readonly number[]>;

/** Compiles what replies of one language are read with. */
export function compileReplies({ rules, examples: _examples, ...parts }: Replies): TemplateSet<ReplyPart> {
  const known = newRules(rules);
  const lists = Object.entries(parts) as readonly (readonly [ReplyPart, readonly string[]])[];
  return compileTemplates({
    templates: lists.flatMap(([part, list]) =>
      list
        .flatMap((template) => optionsOf(parseTemplate(template, known)))
        .map((template) => [template, part] as const),
    ),
  });
}

/** Splits a choice, so that each option is looked for only in sentences that have a word of it. */
function optionsOf(template: Template): readonly Template[] {
  return template.type === "any" ? template.parts.flatMap(optionsOf) : [template];
}

/** Finds the parts of a sentence: unlike what people type, they count wherever they stand in it. */
export function readSentence(text: string, replies: TemplateSet<ReplyPart>): Sentence {
  const words = wordsOf(tokensOf(text));
  const spaced = ` ${words.join(" ")} `;
  const places = new Map<ReplyPart, number[]>();
  const known = words.filter((word) => replies.words.has(word));
  for (const { template, meaning } of new Set(known.flatMap((word) => replies.entriesWith(word))))
    for (const { index } of spaced.matchAll(patternOf(template)))
      places.set(meaning, [...(places.get(meaning) ?? []), index]);
  return new Map([...places].map(([part, found]) => [part, found.sort((one, other) => one - other)]));
}

const patternOf = memoized((template: Template) => new RegExp(`${sourceOf(template)}(?= )`, "g"));

/** Returns a pattern in which each word has a space before it. */
function sourceOf(template: Template): string {
  switch (template.type) {
    case "words":
      return ` (?:${[...template.words].join("|")})`;
    case "all":
      return template.parts.map(sourceOf).join("");
    case "any":
      return `(?:${template.parts.map(sourceOf).join("|")})`;
    case "slot":
      return slots[template.slot] ?? "";
  }
}
