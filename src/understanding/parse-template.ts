import { fold, tokensOf, wordsOf } from "./tokens.ts";

/** A sentence template, parsed. An optional part is a choice with nothing in it. */
export type Template =
  | { readonly type: "word"; readonly word: string }
  | { readonly type: "all" | "any"; readonly parts: readonly Template[] }
  | { readonly type: "slot"; readonly slot: string };

/** Parts of templates, by their name. */
export interface Rules {
  readonly texts: Readonly<Record<string, string>>;
  /** What stands for a `<rule>`, a word or a whole template: each is parsed once, and so compiled once. */
  readonly parsed: Map<string, Template>;
}

interface Cursor {
  readonly symbols: readonly string[];
  readonly rules: Rules;
  readonly depth: number;
  at: number;
}

const symbol = /[[\]()|]|<[^<>]*>|\{[^{}]*\}|[^\s[\]()|<>{}]+|\S/g;
const closing: Readonly<Record<string, string>> = { "[": "]", "(": ")" };
const deepest = 12;

/**
 * Parses a sentence template in Home Assistant's notation (developers.home-assistant.io, "Template sentence syntax"):
 * `[optional]`, `(one|other)`, `<rule>`, `{slot}`. Throws an error that says what is wrong with it.
 */
export function parseTemplate(template: string, rules: Rules = newRules({}), depth = 0): Template {
  if (depth > deepest) throw new Error("a rule refers to itself");
  const known = rules.parsed.get(template);
  if (known !== undefined) return known;
  const parsed = readUntil(undefined, { symbols: template.match(symbol) ?? [], rules, depth, at: 0 });
  rules.parsed.set(template, parsed);
  return parsed;
}

function readUntil(end: string | undefined, cursor: Cursor): Template {
  const options: Template[][] = [[]];
  for (let next = cursor.symbols[cursor.at++]; next !== end; next = cursor.symbols[cursor.at++]) {
    if (next === undefined) throw new Error(`"${end}" is missing`);
    if (next === "|") options.push([]);
    else options.at(-1)?.push(readPart(next, cursor));
  }
  return group(
    "any",
    options.map((parts) => group("all", parts)),
  );
}

function group(type: "all" | "any", parts: readonly Template[]): Template {
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : { type, parts };
}

function readPart(next: string, cursor: Cursor): Template {
  const end = closing[next];
  if (end !== undefined) {
    const inner = readUntil(end, cursor);
    return next === "[" ? { type: "any", parts: [inner, nothing] } : inner;
  }
  if (/^\{.*\}$/.test(next)) return { type: "slot", slot: next.slice(1, -1) };
  const { parsed } = cursor.rules;
  const template = parsed.get(next) ?? (/^<.*>$/.test(next) ? readRule(next, cursor) : readWord(next));
  parsed.set(next, template);
  return template;
}

function readRule(reference: string, { rules, depth }: Cursor): Template {
  const text = rules.texts[reference.slice(1, -1)];
  if (text === undefined) throw new Error(`there is no rule ${reference}`);
  return parseTemplate(text, rules, depth + 1);
}

function readWord(next: string): Template {
  if (/[\][()<>{}]/.test(next)) throw new Error(`"${next}" is not expected here`);
  return wordTemplate(next);
}

/** Says what is wrong with a template; nothing if it can be parsed. */
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
  return { texts, parsed: new Map() };
}

const nothing: Template = { type: "all", parts: [] };

/** Reads a phrase that is no template: signs mean nothing in it. */
export function phraseTemplate(phrase: string): Template {
  return group("all", phrase.split(/\s+/).map(wordTemplate));
}

/** "j'ai" is typed as two words and as "jai". */
function wordTemplate(text: string): Template {
  const folded = fold(text);
  const spellings = folded.includes("'") ? [folded, folded.replaceAll("'", "")] : [folded];
  return group("any", spellings.map(sequence));
}

function sequence(text: string): Template {
  return group(
    "all",
    wordsOf(tokensOf(text)).map((word) => ({ type: "word", word })),
  );
}
