import type { EntitySpan } from "../entities/find-entities.ts";
import { type Token, wordsOf } from "../tokens.ts";
import { hashOf, spread } from "./hash-text.ts";

/** A word or a question mark; an entity has its class as text, beside what was written. */
export interface MessageWord {
  readonly text: string;
  readonly written: string;
}

/** What words are made of, for the classifier: the same places in both arrays belong together. */
export interface MessageFeatures {
  /** Whole numbers of 32 bits. */
  readonly hashes: readonly number[];
  /** The word that each belongs to. */
  readonly owners: readonly number[];
  readonly wordCount: number;
}

const shortestPiece = 3;
const longestPiece = 5;
/** Features of one kind are hashed from a start of their own: a word is not a piece of another. */
const kinds = { word: 1, name: 2, pair: 3, piece: 4 } as const;
const endsClause = /^[.,;:!?()-]$/;

/** Cuts a message into clauses, at signs, and each into words; a clause without words is none. */
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

/** A question mark tells as much as a word; other signs do not count. */
function wordsFrom(tokens: readonly Token[], span: EntitySpan | undefined): readonly MessageWord[] {
  const written = wordsOf(tokens).join(" ");
  if (span !== undefined) return [{ text: `#${span.value}`, written: hasName(span) ? written : "" }];
  const text = tokens[0]?.text === "?" ? "?" : written;
  return text === "" ? [] : [{ text, written }];
}

/** Not within "example.org". */
function isEndOfClause(at: number, tokens: readonly Token[]): boolean {
  const isInside = tokens[at]?.glued === true && tokens[at + 1]?.glued === true;
  return !isInside && endsClause.test(tokens[at]?.text ?? "");
}

/** Numbers and addresses are all different: they would be learnt by heart; a mark is no name. */
function hasName({ value }: EntitySpan): boolean {
  return value === "name" || value === "day";
}

/**
 * Returns the features of words: themselves, pairs of neighbours, and pieces of three to five letters, which a mistyped or inflected word
 * has in common with others. Pairs see an entity as its class.
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
    // A name counts once, not piece by piece: what is said about it counts more.
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
