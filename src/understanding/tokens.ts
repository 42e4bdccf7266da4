import { memoizedLately } from "../support/memoized.ts";

/** A word, a number or a sign of a text, folded. */
export interface Token {
  readonly text: string;
  /** True if nothing stands between it and the token before. */
  readonly glued: boolean;
}

/** The most characters that are kept after NFKD, which can turn a single letter into eighteen. */
const longestFolded = 6_000;
const plain = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const emoji = /\p{Extended_Pictographic}/gu;
const ligatures: Readonly<Record<string, string>> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l" };
const token = /\p{N}+|\p{L}+|[.,;:!?()/+&=#°<>%-]|\p{Extended_Pictographic}/gu;
const word = /^[\p{L}\p{N}&+]|^\p{Extended_Pictographic}/u;

/**
 * Folds a text for comparison: lower case, no accents, single spaces; emoji only if there is
 * nothing else.
 */
export function fold(text: string): string {
  if (plain.test(text)) return text;
  const unmarked = text
    .toLowerCase()
    .normalize("NFKD")
    .slice(0, longestFolded)
    .toLowerCase()
    // The enclosing keycap goes too, so that the emoji of a digit is the digit.
    .replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "");
  // Most words are done here: they only had accents or capitals.
  if (plain.test(unmarked)) return unmarked;
  const folded = unmarked
    .replace(/[œæßøł]/g, (letter) => ligatures[letter] ?? letter)
    .replace(/[’‘‛ʼʹ`´′]/g, "'")
    .replace(/[‐-―−]/g, "-")
    .replace(/[«»“”„‟"*_~]/g, " ")
    .replace(/\s*[\n\r]+\s*/g, ". ");
  const words = folded
    .replace(emoji, " ")
    .replace(/[\p{RI}\p{Emoji_Modifier}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (/[\p{L}\p{N}]/u.test(words)) return words.normalize("NFKD");
  // An emoji has a meaning only if there is nothing else; how often it is repeated does not matter.
  const signs = [...new Set(folded.match(emoji) ?? [])];
  return signs.length > 0 ? signs.join(" ") : words;
}

/** Cuts a text into tokens. */
export const tokensOf = memoizedLately(cutIntoTokens);

function cutIntoTokens(text: string): readonly Token[] {
  const folded = fold(text);
  return [...folded.matchAll(token)].map((found) => ({
    text: found[0],
    glued: found.index > 0 && folded[found.index - 1] !== " ",
  }));
}

/**
 * Returns the words and numbers among tokens; an ampersand and a plus count as words, other signs
 * do not.
 */
export function wordsOf(tokens: readonly Token[]): readonly string[] {
  return tokens.map(({ text }) => text).filter((text) => word.test(text));
}

/** Returns the words of a text with one space between them, as a key: equal phrases have equal keys. */
export function keyOf(text: string): string {
  return wordsOf(tokensOf(text)).join(" ");
}

/** Cuts tokens at signs: at the ends of sentences, or at commas too; not within "example.org". */
export function clausesOf(
  tokens: readonly Token[],
  ends: ReadonlySet<string>,
): readonly (readonly string[])[] {
  const isInside = (at: number) => tokens[at]?.glued === true && tokens[at + 1]?.glued === true;
  return cutAt(tokens, ({ text }, at) => ends.has(text) && !isInside(at))
    .map(wordsOf)
    .filter((words) => words.length > 0);
}

/** Cuts a list at items that belong to no part. */
export function cutAt<Each>(
  list: readonly Each[],
  isCut: (each: Each, at: number) => boolean,
): readonly (readonly Each[])[] {
  const parts: Each[][] = [[]];
  for (const [at, each] of list.entries()) {
    if (isCut(each, at)) parts.push([]);
    else parts.at(-1)?.push(each);
  }
  return parts;
}

export function beginsWith(words: readonly string[], openings: readonly string[]): boolean {
  const text = `${words.join(" ")} `;
  return openings.some((opening) => text.startsWith(`${opening} `));
}

export function endsWith(words: readonly string[], phrases: readonly string[]): boolean {
  const text = ` ${words.join(" ")}`;
  return phrases.some((phrase) => text.endsWith(` ${phrase}`));
}

/** Whether a message has one of these phrases, in whole words. */
export function holds(words: readonly string[], phrases: readonly string[]): boolean {
  const text = ` ${words.join(" ")} `;
  return phrases.some((phrase) => text.includes(` ${phrase} `));
}
