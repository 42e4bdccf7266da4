import { closest } from "./closest.ts";
import { fold, tokensOf } from "./fold.ts";

/** Phrases with what they mean, compiled so that the longest one is found at each place of a text. */
export interface Lexicon<Meaning> {
  readonly phrases: ReadonlyMap<string, readonly Entry<Meaning>[]>;
  /** Single words that are long enough to be recognised when mistyped. */
  readonly tolerant: ReadonlyMap<string, Meaning>;
  /** Where what begins with a word that begins none of the phrases is looked up: shared by many, and kept once. */
  readonly common: Lexicon<Meaning> | undefined;
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

type Phrases<Meaning> = Map<string, Entry<Meaning>[]>;

/** Compiles phrases; where two are the same, the first one given counts, and those in `common` count last. */
export function compileLexicon<Meaning>(
  given: Iterable<readonly [phrase: string, meaning: Meaning]>,
  isTolerant: (meaning: Meaning, word: string) => boolean = () => true,
  common?: Lexicon<Meaning>,
): Lexicon<Meaning> {
  const phrases: Phrases<Meaning> = new Map();
  const tolerant = new Map<string, Meaning>();
  const entries = [...given].flatMap(([phrase, meaning]) =>
    spellings(phrase).map((tokens) => ({ tokens, meaning })),
  );
  for (const entry of entries) {
    const word = add(phrases, entry);
    if (word !== undefined && isTolerant(entry.meaning, word)) tolerant.set(word, entry.meaning);
  }
  const others = [...(common?.tolerant ?? [])].filter(([word]) => !isIn(phrases, [word]));
  joinCommon(phrases, common);
  for (const same of phrases.values()) same.sort(longestFirst);
  return { phrases, tolerant: new Map([...tolerant, ...others]), common };
}

function longestFirst<Meaning>(left: Entry<Meaning>, right: Entry<Meaning>): number {
  return right.tokens.length - left.tokens.length;
}

/** Adds the common phrases that begin as one of these does, so that the longest is found in one place. */
function joinCommon<Meaning>(phrases: Phrases<Meaning>, common: Lexicon<Meaning> | undefined): void {
  for (const first of phrases.keys())
    for (const entry of common?.phrases.get(first) ?? []) add(phrases, entry);
}

/** Adds a phrase that is not there yet; gives it back where it is one word, long enough to be mistyped. */
function add<Meaning>(phrases: Phrases<Meaning>, entry: Entry<Meaning>): string | undefined {
  const { tokens } = entry;
  const [first] = tokens;
  if (first === undefined || isIn(phrases, tokens)) return undefined;
  const same = phrases.get(first);
  if (same === undefined) phrases.set(first, [entry]);
  else same.push(entry);
  return tokens.length === 1 && first.length >= shortestTolerant ? first : undefined;
}

function isIn<Meaning>(phrases: Phrases<Meaning>, tokens: readonly string[]): boolean {
  const entries = phrases.get(tokens[0] ?? "") ?? [];
  return entries.some((other) => other.tokens.length === tokens.length && standsAt(other.tokens, 0, tokens));
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
    const entry = entryAt(tokens, at, lexicon);
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

function entryAt<Meaning>(
  tokens: readonly string[],
  at: number,
  { phrases, common }: Lexicon<Meaning>,
): Entry<Meaning> | undefined {
  const first = tokens[at] ?? "";
  const entries = phrases.get(first) ?? common?.phrases.get(first);
  return entries?.find(({ tokens: wanted }) => standsAt(tokens, at, wanted));
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
