import type { EntitySpan } from "../entities/find-entities.ts";
import { type Token, wordsOf } from "../tokens.ts";
import { hashOf, spread } from "./hash-text.ts";

/**
 * A word or a question mark. The text of an entity is its class; `written` is what was typed, and
 * `length` of how many words.
 */
export interface MessageWord {
  readonly text: string;
  readonly written: string;
  readonly length: number;
}

/** The features of words; the same index in both arrays belongs together. */
export interface MessageFeatures {
  /** Whole numbers of 32 bits. */
  readonly hashes: readonly number[];
  /** The index of the word that each hash belongs to. */
  readonly owners: readonly number[];
  readonly wordCount: number;
}

const shortestPiece = 3;
const longestPiece = 5;
/**
 * Each kind of feature is hashed with its own start: a word and an equal piece of a word get
 * different hashes.
 */
const kinds = { word: 1, name: 2, pair: 3, piece: 4 } as const;
const endsClause = /^[.,;:!?()-]$/;

/** Cuts a message into clauses at signs, and each into words; clauses without words are left out. */
export function clausesOfMessage(
  tokens: readonly Token[],
  spans: readonly EntitySpan[],
): readonly (readonly MessageWord[])[] {
  const spansByStart = new Map(spans.map((span) => [span.from, span]));
  const clauses: MessageWord[][] = [[]];
  for (let at = 0; at < tokens.length; ) {
    const span = spansByStart.get(at);
    const end = span?.to ?? at + 1;
    clauses.at(-1)?.push(...wordsFrom(tokens.slice(at, end), span));
    if (span === undefined && isEndOfClause(at, tokens)) clauses.push([]);
    at = end;
  }
  return clauses.filter((words) => words.length > 0);
}

/** A question mark counts as a word; other signs do not count. */
function wordsFrom(tokens: readonly Token[], span: EntitySpan | undefined): readonly MessageWord[] {
  const words = wordsOf(tokens);
  const written = words.join(" ");
  const { length } = words;
  if (span !== undefined) return [{ text: `#${span.value}`, written: hasName(span) ? written : "", length }];
  const text = tokens[0]?.text === "?" ? "?" : written;
  return text === "" ? [] : [{ text, written, length }];
}

/** A sign within "example.org" ends no clause. */
function isEndOfClause(at: number, tokens: readonly Token[]): boolean {
  const isInside = tokens[at]?.glued === true && tokens[at + 1]?.glued === true;
  return !isInside && endsClause.test(tokens[at]?.text ?? "");
}

/**
 * Whether the typed text counts too. Numbers and addresses are all different and would be learnt by
 * heart; a mark is no name.
 */
function hasName({ value }: EntitySpan): boolean {
  return value === "name" || value === "day";
}

/**
 * Returns the features of words: the words, pairs of neighbours, and pieces of three to five
 * letters, which a mistyped or inflected word has in common with others. Pairs contain the class of
 * an entity, not its text.
 */
export function featuresOf(words: readonly MessageWord[]): MessageFeatures {
  const hashes: number[] = [];
  const owners: number[] = [];
  const add = (owner: number, hash: number) => {
    hashes.push(spread(hash));
    owners.push(owner);
  };
  let before = "^";
  for (const [at, { text, written }] of words.entries()) {
    add(at, hashOf(text, hashOf(`${before} `, kinds.pair)));
    add(at, hashOf(text, kinds.word));
    // A name counts once, without its pieces: what is said about it counts more.
    if (written !== text && written !== "") add(at, hashOf(written, kinds.name));
    else for (const piece of piecesOf(written)) add(at, hashOf(piece, kinds.piece));
    before = text;
  }
  add(words.length - 1, hashOf("$", hashOf(`${before} `, kinds.pair)));
  return { hashes, owners, wordCount: words.length };
}

function piecesOf(written: string): readonly string[] {
  const marked = `<${written}>`;
  const pieces: string[] = [];
  for (let length = shortestPiece; length <= Math.min(longestPiece, marked.length - 1); length++)
    for (let at = 0; at + length <= marked.length; at++) pieces.push(marked.slice(at, at + length));
  return pieces;
}
