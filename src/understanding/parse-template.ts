import { fold, tokensOf, wordsOf } from "./tokens.ts";

/** A sentence template, parsed. An optional part is a choice with nothing in it. */
export type Template =
  /** One of these words; `isKept` if it counts even if it is a skip word. */
  | { readonly type: "words"; readonly words: ReadonlySet<string>; readonly isKept?: true }
  | { readonly type: "all"; readonly parts: readonly Template[] }
  | { readonly type: "any"; readonly parts: readonly Template[] }
  | { readonly type: "slot"; readonly slot: string };

export type WordsTemplate = Extract<Template, { readonly type: "words" }>;

/** Named parts of templates: each stands for any one of a list. */
export interface Rules {
  readonly texts: Readonly<Record<string, readonly string[]>>;
  /**
   * The parsed template of a `<rule>`, a word or a whole template: each is parsed once, and so
   * compiled once.
   */
  readonly parsed: Map<string, Template>;
  /** The parsed template of a part between square brackets. */
  readonly optional: Map<Template, Template>;
}

interface Cursor {
  readonly symbols: readonly string[];
  readonly rules: Rules;
  readonly depth: number;
  at: number;
}

const symbol = /[[\]()|;]|<[^<>]*>\*?|\{[^{}]*\}|[^\s[\]()|;<>{}]+|\S/g;
/** A list of single words, as most rules are: it is parsed without looking at each sign. */
const wordList = /^[^\s[\]()<>{};+]+$/;
const deepest = 12;
/** How often `<rule>*` may repeat: at most so many words stand around what is asked. */
const mostRepeated = 9;
/** A word that folding would not change, as most are. */
const isPlainWord = /^(?:[a-z]+|[0-9]+)$/;

/**
 * Parses a sentence template in Home Assistant's notation (developers.home-assistant.io, "Template
 * sentence syntax"): `[optional]`, `(one|other)`, `(in;any;order)`, `<rule>`, `{slot}`; a `+word`
 * counts even if it is a skip word. Throws an error that says what is wrong with it.
 */
export function parseTemplate(template: string, rules: Rules, depth = 0): Template {
  if (depth > deepest) throw new Error("a rule refers to itself");
  const known = rules.parsed.get(template);
  if (known !== undefined) return known;
  const parsed = wordList.test(template)
    ? readWords(template.split("|"))
    : readUntil(undefined, { symbols: template.match(symbol) ?? [], rules, depth, at: 0 });
  rules.parsed.set(template, parsed);
  return parsed;
}

function readUntil(end: string | undefined, cursor: Cursor): Template {
  const options: Template[][][] = [[[]]];
  for (let next = cursor.symbols[cursor.at++]; next !== end; next = cursor.symbols[cursor.at++]) {
    if (next === undefined) throw new Error(`"${end}" is missing`);
    if (next === "|") options.push([[]]);
    else if (next === ";") options.at(-1)?.push([]);
    else options.at(-1)?.at(-1)?.push(readPart(next, cursor));
  }
  return any(options.map(inAnyOrder));
}

function inAnyOrder(parts: readonly (readonly Template[])[]): Template {
  const [first = [], ...others] = parts;
  return others.length === 0 ? all(first) : any(ordersOf(parts.map(all)).map(all));
}

/** Returns all orders in which these can stand. */
function ordersOf<Part>(parts: readonly Part[]): readonly (readonly Part[])[] {
  if (parts.length < 2) return [parts];
  return parts.flatMap((first) =>
    ordersOf(parts.filter((part) => part !== first)).map((others) => [first, ...others]),
  );
}

function all(parts: readonly Template[]): Template {
  return onlyOf(parts) ?? { type: "all", parts };
}

/** Makes a choice: its single words become one part, and those that are kept another. */
function any(parts: readonly Template[]): Template {
  const only = onlyOf(parts);
  if (only !== undefined) return only;
  const words = parts.filter((part) => part.type === "words");
  const joined = [
    ...joinWords(words.filter(({ isKept }) => !isKept)),
    ...joinWords(words.filter(({ isKept }) => isKept)),
    ...parts.filter(({ type }) => type !== "words"),
  ];
  return onlyOf(joined) ?? { type: "any", parts: joined };
}

function joinWords(parts: readonly WordsTemplate[]): readonly Template[] {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return parts;
  const words = new Set(first.words);
  for (const part of parts) for (const word of part.words) words.add(word);
  return [{ ...first, words }];
}

function onlyOf(parts: readonly Template[]): Template | undefined {
  return parts.length === 1 ? parts[0] : undefined;
}

function wordsTemplate(words: readonly string[]): Template {
  return { type: "words", words: new Set(words) };
}

function readPart(next: string, cursor: Cursor): Template {
  const { parsed } = cursor.rules;
  const known = parsed.get(next);
  if (known !== undefined) return known;
  if (next === "[") return optional(readUntil("]", cursor), cursor.rules);
  if (next === "(") return readUntil(")", cursor);
  if (next.startsWith("{")) return { type: "slot", slot: next.slice(1, -1) };
  const template = next.startsWith("<") ? readReference(next, cursor) : readWord(next);
  parsed.set(next, template);
  return template;
}

function optional(part: Template, { optional: known }: Rules): Template {
  const template = known.get(part) ?? any([part, nothing]);
  known.set(part, template);
  return template;
}

/** Reads `<rule>`, and `<rule>*` for any number of it. */
function readReference(reference: string, cursor: Cursor): Template {
  const [rule = "", ...isRepeated] = reference.split("*");
  const template = readRule(rule, cursor);
  if (isRepeated.length === 0) return template;
  return all(Array<Template>(mostRepeated).fill(optional(template, cursor.rules)));
}

function readRule(reference: string, { rules, depth }: Cursor): Template {
  const texts = rules.texts[reference.slice(1, -1)];
  if (texts === undefined) throw new Error(`there is no rule ${reference}`);
  return any(texts.map((text) => parseTemplate(text, rules, depth + 1)));
}

function readWord(next: string): Template {
  if (/[\][()<>{}]/.test(next)) throw new Error(`"${next}" is not expected here`);
  if (next.length > 1 && next.startsWith("+")) return keepWords(wordTemplate(next.slice(1)));
  return wordTemplate(next);
}

function readWords(words: readonly string[]): Template {
  const plain = wordsTemplate(words.filter((word) => isPlainWord.test(word)));
  return any([plain, ...words.filter((word) => !isPlainWord.test(word)).map(wordTemplate)]);
}

/** Returns the same template with all its words kept, so that skip words count in it. */
export function keepWords(template: Template): Template {
  switch (template.type) {
    case "words":
      return { ...template, isKept: true };
    case "slot":
      return template;
    default:
      return { ...template, parts: template.parts.map(keepWords) };
  }
}

/** Returns what is wrong with a template; undefined if it can be parsed. */
export function problemWith(template: string, rules: Rules): string | undefined {
  try {
    parseTemplate(template, rules);
    return undefined;
  } catch (error) {
    return `${template}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Prepares rules for the templates that name them. */
export function newRules(texts: Rules["texts"]): Rules {
  return { texts, parsed: new Map(), optional: new Map() };
}

/** The rules for templates of campaigns, which name none; these templates are parsed once as well. */
export const noRules = newRules({});

const nothing: Template = { type: "all", parts: [] };

/** Makes a template of a phrase in which signs have no meaning. */
export function phraseTemplate(phrase: string): Template {
  return all(phrase.split(/\s+/).map(wordTemplate));
}

/** A word with an apostrophe also matches without it: "j'ai" is typed as two words and as "jai". */
function wordTemplate(text: string): Template {
  if (isPlainWord.test(text)) return wordsTemplate([text]);
  const folded = fold(text);
  if (isPlainWord.test(folded)) return wordsTemplate([folded]);
  const spellings = folded.includes("'") ? [folded, folded.replaceAll("'", "")] : [folded];
  return any(spellings.map(sequence));
}

function sequence(text: string): Template {
  return all(wordsOf(tokensOf(text)).map((word) => wordsTemplate([word])));
}
