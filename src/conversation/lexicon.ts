import { closest } from "./closest.ts";
import { fold, tokensOf } from "./fold.ts";

/** Phrases with what they mean, compiled so that the longest one is found at each place of a text. */
export interface Lexicon<Meaning> {
  readonly phrases: ReadonlyMap<string, readonly Entry<Meaning>[]>;
  /** Single words that are long enough to be recognised when mistyped. */
  readonly tolerant: ReadonlyMap<string, Meaning>;
}

interface Entry<Meaning> {
  readonly tokens: readonly string[];
  readonly meaning: Meaning;
}

/** A stretch of a text: a phrase that is known, or a single token that is not. */
export interface Piece<Meaning> {
  readonly text: string;
  readonly meaning: Meaning | undefined;
}

const shortestTolerant = 4;
/** Looking for what is mistyped costs time that a very long text is not given. */
const mostTokensForgiven = 80;

/** Compiles phrases; where two are the same, the first one given counts. */
export function compileLexicon<Meaning>(
  given: Iterable<readonly [phrase: string, meaning: Meaning]>,
  isTolerant: (meaning: Meaning, word: string) => boolean = () => true,
): Lexicon<Meaning> {
  const phrases = new Map<string, Entry<Meaning>[]>();
  const tolerant = new Map<string, Meaning>();
  for (const [phrase, meaning] of given) {
    for (const tokens of spellings(phrase)) {
      const word = add(phrases, { tokens, meaning });
      if (word !== undefined && isTolerant(meaning, word)) tolerant.set(word, meaning);
    }
  }
  for (const entries of phrases.values()) entries.sort((a, b) => b.tokens.length - a.tokens.length);
  return { phrases, tolerant };
}

/** Adds a phrase that is not there yet; gives it back where it is one word, long enough to be mistyped. */
function add<Meaning>(phrases: Map<string, Entry<Meaning>[]>, entry: Entry<Meaning>): string | undefined {
  const { tokens } = entry;
  const [first] = tokens;
  if (first === undefined) return undefined;
  const entries = phrases.get(first) ?? [];
  if (entries.some((other) => other.tokens.length === tokens.length && standsAt(other.tokens, 0, tokens))) {
    return undefined;
  }
  phrases.set(first, [...entries, entry]);
  return tokens.length === 1 && first.length >= shortestTolerant ? first : undefined;
}

/** The ways in which a phrase with apostrophes is typed: "j'ai" as two words and as "jai". */
export function spellings(phrase: string): readonly (readonly string[])[] {
  const folded = fold(phrase);
  const apart = tokensOf(folded);
  return folded.includes("'") ? [apart, tokensOf(folded.replaceAll("'", ""))] : [apart];
}

/** Cuts a text into the longest known phrases; mistyped words count as what they are nearest to. */
export function piecesOf<Meaning>(text: string, lexicon: Lexicon<Meaning>): readonly Piece<Meaning>[] {
  const tokens = tokensOf(fold(text));
  const pieces: Piece<Meaning>[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at] ?? "";
    const entry = lexicon.phrases.get(token)?.find(({ tokens: wanted }) => standsAt(tokens, at, wanted));
    pieces.push(
      entry
        ? { text: entry.tokens.join(" "), meaning: entry.meaning }
        : {
            text: token,
            meaning: tokens.length > mostTokensForgiven ? undefined : mistyped(token, lexicon.tolerant),
          },
    );
    at += entry?.tokens.length ?? 1;
  }
  return pieces;
}

function mistyped<Meaning>(token: string, known: ReadonlyMap<string, Meaning>): Meaning | undefined {
  return token.length < shortestTolerant ? undefined : closest(token, known);
}

/** True where these tokens stand at this place. */
function standsAt(tokens: readonly string[], at: number, wanted: readonly string[]): boolean {
  for (let index = 0; index < wanted.length; index++) {
    if (tokens[at + index] !== wanted[index]) return false;
  }
  return true;
}
