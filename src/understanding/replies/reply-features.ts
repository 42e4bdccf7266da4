import { cutSentences } from "../cut-parts.ts";
import { tokensOf, wordsOf } from "../tokens.ts";

/** A line goes on in the next one if that begins with a small letter. */
const endOfLine = /\n(?!\p{Ll})/u;
const quoted = /^\s*>/;
/** People greet as services do: "Hello!", « Madame, Monsieur, ». */
const greeting = /^\s*(?:[\p{L}\p{M}’'-]+(?: [\p{L}\p{M}’'-]+)?\s?[,!]\s+){1,2}/u;
const lengthOfStem = 5;
const longest = 9;
/** How many words behind it a "not" denies. */
const reachOfNot = 6;
const fewestLetters = 4;

/**
 * Returns by what a reply is known: words, pairs of neighbours, also with a word between, beginnings
 * of words, those that a "not" denies and those that none does, the words of the first sentence, and
 * about how long it is. A greeting says nothing, and what it quotes is told apart from what it says.
 */
export function featuresOfReply(text: string, negations: ReadonlySet<string>): ReadonlySet<string> {
  const sentences = text
    .replace(greeting, "")
    .split(endOfLine)
    .flatMap((line) => {
      const isQuoted = quoted.test(line);
      return cutSentences(line).map((sentence) => ({ isQuoted, words: wordsOfSentence(sentence) }));
    });
  const count = sentences.reduce((sum, { words }) => sum + words.length, 1);
  return new Set([
    `#${Math.min(longest, Math.floor(Math.log2(count)))}`,
    ...(sentences[0]?.words ?? []).map((word) => `first ${word}`),
    ...sentences.flatMap(({ isQuoted, words }) =>
      isQuoted
        ? words.map((word) => `> ${word}`)
        : [...featuresOfWords(words), ...featuresOfDenial(words, negations)],
    ),
  ]);
}

/** Numbers count as one word, and the end of a sentence as another. */
function wordsOfSentence(sentence: string): readonly string[] {
  const words = wordsOf(tokensOf(sentence)).map((word) => (/\d/.test(word) ? "0" : word));
  return [...words, sentence.trimEnd().endsWith("?") ? "?" : "."];
}

function featuresOfWords(words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => [
    ...[word, `${words[at - 1] ?? "^"} ${word}`, `${words[at - 2] ?? "^"} _ ${word}`],
    ...(word.length > lengthOfStem ? [`${word.slice(0, lengthOfStem)}-`] : []),
  ]);
}

/** "Will be removed" and "won't be removed" have most words in common: what is denied tells them apart. */
function featuresOfDenial(words: readonly string[], negations: ReadonlySet<string>): readonly string[] {
  return words.flatMap((word, at) => {
    if (word.length < fewestLetters) return [];
    const isDenied = words.slice(Math.max(0, at - reachOfNot), at).some((before) => negations.has(before));
    return [`${isDenied ? "!" : "+"}${word.slice(0, lengthOfStem)}`];
  });
}
