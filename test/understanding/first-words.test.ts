import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstWords, mostWords } from "../../src/understanding/first-words.ts";
import { tokensOf, wordsOf } from "../../src/understanding/tokens.ts";
import { anyCharacter } from "../support/any-character.ts";
import { readMessage } from "../support/read-words.ts";

const propertyRuns = Number(process.env["PROPERTY_RUNS"] ?? 15);
const wordsIn = (text: string) => wordsOf(tokensOf(text)).length;

/** The stuff of which long messages are made, of every kind that some reader looks for. */
const pieces = [
  ...[
    "no",
    "non",
    "oui",
    "yes",
    "a",
    "je",
    "i live in",
    "j'habite",
    "merci",
    "ok",
    "lol",
    "zorglub",
    "instagran",
  ],
  ...[
    "facebook",
    "insta",
    "les deux",
    "both",
    "not",
    "sauf",
    "linkedin",
    "whatsapp",
    "one",
    "le premier",
    "last",
  ],
  ...[
    "et",
    "and",
    "or",
    "mais",
    "but",
    "1",
    "12",
    "2025",
    "12/05",
    "18h30",
    "1-2",
    "½",
    "lundi",
    "next friday",
  ],
  ...[
    "tomorrow at 6 pm",
    "france",
    "saint",
    "new york",
    "heure de montréal",
    "é",
    "e\u0301te\u0301",
    "ﷺ",
    "😀",
    "1️⃣",
  ],
  ...[
    "remind me",
    "rappelle-moi",
    "done",
    "c'est fait",
    "is it legal",
    "est-ce que ça marche",
    "my password is",
  ],
  ...["Jean-Luc O’Neill", "www.exemple.fr", "a.b", "+", "&", "%"],
] as const;
const separators = [" ", ", ", "\n", ". ", "? ", " - ", " (", "", "; "] as const;
const questions = [
  ...([
    "accounts",
    "accounts-doubt",
    "service",
    "ask-linked",
    "ask-look-up",
    "next",
    "which-done",
    "remind",
  ] as const),
  ...([
    "remind-set",
    "zone",
    "complain",
    "complaint-country",
    "forget",
    "ask-later",
    "help",
    "menu",
  ] as const),
  undefined,
];
/** One shape again and again, or many in turn. */
const longText = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...separators)), {
    minLength: 1,
    maxLength: 40,
  })
  .chain((shape) =>
    fc.integer({ min: 1, max: 400 }).map((times) =>
      shape
        .map((part) => part.join(""))
        .join("")
        .repeat(times),
    ),
  )
  .map((text) => text.slice(0, 5_000));

describe("what is read of a message", () => {
  it("is its beginning, and never more than 200 words, whatever it is made of", () => {
    const property = fc.property(
      fc.oneof(longText, fc.string({ unit: anyCharacter, maxLength: 5_000 })),
      (text) => {
        const { text: read, isCut } = firstWords(text);
        expect(text.startsWith(read)).toBe(true);
        expect(wordsIn(read)).toBeLessThanOrEqual(mostWords);
        expect(isCut || read === text).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 4 * propertyRuns });
  });

  it("is all of it up to 200 words, and all of 200 of more", () => {
    const property = fc.property(fc.integer({ min: 1, max: 600 }), (count) => {
      const { text, isCut } = firstWords("été ".repeat(count));
      expect(wordsIn(text)).toBe(Math.min(count, mostWords));
      expect(isCut).toBe(count > mostWords);
    });
    fc.assert(property);
  });

  it("is answered at every question, and what stands behind it changes nothing", () => {
    const property = fc.property(longText, fc.constantFrom(...questions), (text, asked) => {
      const first = firstWords(text);
      const { acts, isCut } = readMessage({ text }, asked);
      const beginning = readMessage({ text: first.text }, asked);
      // What looks like a service's reply is read to its end, and its beginning alone may look like one.
      fc.pre(![acts, beginning.acts].some(([act]) => act.type === "reply"));
      expect(acts).toEqual(beginning.acts);
      expect(isCut ?? false).toBe(first.isCut);
    });
    fc.assert(property, { numRuns: Math.ceil(propertyRuns / 3) });
  });
});
