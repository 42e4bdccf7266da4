import { expect, it } from "vitest";
import { breaches } from "../../support/read-all-texts.ts";

const mostWords = 25;

it("has no sentence of more than 25 words", () => {
  expect(
    breaches(({ text }) => {
      const long = sentencesOf(text).find((sentence) => wordsOf(sentence) > mostWords);
      return long && `${wordsOf(long)} words: ${long.trim()}`;
    }),
  ).toEqual([]);
});

it("counts as a person would", () => {
  const [first = "", second = "", ...others] = sentencesOf(
    "• L’« IA » : 3 mots, **ici** → là. Puis {{day}} !",
  );
  expect(others).toEqual([]);
  expect(wordsOf(first)).toBe(6);
  expect(wordsOf(second)).toBe(2);
});

/** A full stop, a question or exclamation mark before a space ends a sentence; so does a line. */
function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.?!…])[»”)*]*\s+(?=\S)|\n+/u).filter((sentence) => wordsOf(sentence) > 0);
}

/** What has a letter or a digit is a word. */
function wordsOf(sentence: string): number {
  return sentence.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
