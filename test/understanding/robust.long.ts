import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { keyOf } from "../../src/understanding/tokens.ts";
import { readMessage, written } from "../support/read-words.ts";
import { shippedIntents } from "../support/shipped-intents.ts";

/** One of so many examples is read: enough for a share in hundredths. */
const every = 300;
/** One of so many reports is negated. */
const everyReport = 12;
const concludesNothing = /^(?:not-understood|suggest|doubt|services)/;

/** All that a message concludes. */
function read(text: string, language: string): string {
  const acts = readMessage({ text }, "next", language).acts.map(written);
  return acts.filter((act) => !concludesNothing.test(act)).join(", ");
}

/** Two letters of a longer word change places, about once in ten letters. */
function mistyped(text: string): string {
  let letters = 0;
  return text.replace(/\p{L}{5,}/gu, (word) => {
    letters += word.length;
    if (letters < 10) return word;
    letters = 0;
    return `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}`;
  });
}

const ended = (text: string) => (/[?!.]$/.test(text) ? text : `${text}.`);
const said: Readonly<
  Record<string, { greeting: string; thanks: string; aside: string; not: string; will: string }>
> = {
  en: { greeting: "Hello!", thanks: "Thanks a lot!", aside: "It is raining here.", not: "not", will: "will" },
  fr: {
    greeting: "Bonjour !",
    thanks: "Merci beaucoup !",
    aside: "Il pleut ici.",
    not: "pas",
    will: "bientôt",
  },
};

describe.each(shippedIntents)(
  "What is concluded of a message in $language",
  ({ language, written: examples }) => {
    const { greeting, thanks, aside, not, will } = said[language] ?? expect.fail(`no words for ${language}`);
    const sample = examples.filter((_, at) => at % every === 0).map(({ text }) => text);
    const concluded = sample
      .map((text) => ({ text, means: read(text, language) }))
      .filter(({ means }) => means !== "");

    // The last three are what is reached, not what is wanted: 95 of 100.
    it.each<[string, number, (text: string) => string]>([
      ["capitals", 0.99, (text) => text.toUpperCase()],
      ["no accents", 0.99, (text) => text.normalize("NFD").replace(/\p{M}/gu, "")],
      ["more signs at the end", 0.95, (text) => `${ended(text)}..`],
      ["a greeting before it", 0.95, (text) => `${greeting} ${text}`],
      ["thanks behind it", 0.95, (text) => `${ended(text)} ${thanks}`],
      ["something else before it", 0.75, (text) => `${aside} ${text}`],
      ["a mistake in ten letters", 0.65, mistyped],
    ])("stays as it is with %s, %d of 1 times", (change, least, changed) => {
      const other = concluded.filter(({ text, means }) => read(changed(text), language) !== means);
      const share = 1 - other.length / concluded.length;
      process.stdout.write(`${language}, ${change}: ${(100 * share).toFixed(1)} of 100\n`);
      expect(share).toBeGreaterThanOrEqual(least);
    });

    it.each([
      ["a negation", not],
      ["a future", will],
    ])("is no report with %s put before its only verb, but for 4 in 100", (_, word) => {
      const reports = /(?:^|, )(?:done|confirmed|refused)/;
      const verbs = verbsOf(language);
      const negated = examples
        .filter(({ intents: [main] }) => /^report\.(?:done|confirmed|refused)$/.test(main))
        .filter((_, at) => at % everyReport === 0)
        // Beside a second verb, it may still be one.
        .filter(
          ({ text }) => verbs.flatMap((verb) => ` ${keyOf(text)} `.split(` ${verb} `).slice(1)).length === 1,
        )
        .filter(({ text }) => reports.test(read(text, language)))
        .flatMap(({ text }) => {
          const words = text.split(/\s+/);
          const at = words.findIndex((each) => verbs.includes(keyOf(each)));
          return at < 0 ? [] : [[...words.slice(0, at), word, ...words.slice(at)].join(" ")];
        });
      expect(negated.length).toBeGreaterThan(50);
      const still = negated.filter((text) => reports.test(read(text, language)));
      process.stdout.write(`${language}, ${word}: ${still.length} of ${negated.length} are still reports\n`);
      expect(still.length / negated.length).toBeLessThanOrEqual(0.04);
    });
  },
);

/** By what a report is known, as words are compared. */
function verbsOf(language: string): readonly string[] {
  const path = new URL(`../../locales/${language}/sentences/witnesses.json`, import.meta.url);
  const { done, confirmed, refused } = JSON.parse(readFileSync(path, "utf8"));
  return [done, confirmed, refused].flat().flatMap((line: string) => line.split("|"));
}
