import type { Given } from "./read-passage.ts";
import { keyOf } from "./tokens.ts";

/** The kind of words that a message begins with, a key in `witnesses.json`, and what follows them. */
interface Opening<Kind extends string> {
  readonly kind: Kind;
  readonly rest: string;
}

/**
 * Returns the opening if a message begins with words of one of these kinds; hesitating words may
 * stand around them.
 */
export function readOpening<Kind extends string>(
  { text, grammar }: Given,
  kinds: readonly Kind[],
): Opening<Kind> | undefined {
  const lists = [...grammar.readings.values()].map(({ witnesses }) => witnesses.words);
  const phrasesOf = (key: string) => lists.flatMap((list) => list.get(key) ?? []);
  const openings = kinds.map((kind) => [kind, phrasesOf(kind)] as const);
  const around = [...phrasesOf("hesitates"), ...phrasesOf("before-undo")];
  const words = keyOf(text).split(" ");
  let read = 0;
  let found: Kind | undefined;
  for (;;) {
    const rest = words.slice(read);
    const [length, kind] = longest(rest, openings);
    const step = Math.max(length, longestOf(rest, around));
    if (step === 0) break;
    if (step === length) found ??= kind;
    read += step;
  }
  return found && { kind: found, rest: textBehind(text, read) };
}

function longest<Kind>(
  words: readonly string[],
  openings: readonly (readonly [Kind, readonly string[]])[],
): readonly [length: number, kind?: Kind] {
  return openings
    .map(([kind, phrases]) => [longestOf(words, phrases), kind] as const)
    .reduce<readonly [number, Kind?]>((best, each) => (each[0] > best[0] ? each : best), [0]);
}

/** Returns the number of words in the longest phrase that these words begin with; 0 if there is none. */
function longestOf(words: readonly string[], phrases: readonly string[]): number {
  const text = `${words.join(" ")} `;
  const begun = phrases.filter((phrase) => text.startsWith(`${phrase} `));
  return Math.max(0, ...begun.map((phrase) => phrase.split(" ").length));
}

/** Returns a text as it was typed, without its first words and the signs behind them. */
function textBehind(text: string, words: number): string {
  const pieces = text.trim().split(/\s+/);
  const end = pieces.findIndex(
    (_, at) => keyOf(pieces.slice(0, at + 1).join(" ")).split(" ").length >= words,
  );
  return pieces
    .slice(end + 1)
    .join(" ")
    .replace(/^[\s\p{P}]+/u, "");
}
