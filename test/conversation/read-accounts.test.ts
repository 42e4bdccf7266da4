import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileAccountWords, compileSetWords } from "../../src/conversation/account-words.ts";
import { readAccounts } from "../../src/conversation/read-accounts.ts";
import en from "../phrases/accounts-en.json" with { type: "json" };
import fr from "../phrases/accounts-fr.json" with { type: "json" };
import { campaignWords, shippedWords } from "./accepted-words.ts";

const setWords = compileSetWords([...shippedWords.values()]);
const words = compileAccountWords(
  ["facebook", "instagram"],
  campaignWords.map(({ accounts }) => accounts),
  setWords,
);
const three = compileAccountWords(
  ["chirp", "picto", "films"],
  [{ chirp: ["chirp"], picto: ["picto", "pics"], films: ["films"] }],
  setWords,
);

function meaningOf(text: string, known = words): string {
  const reading = readAccounts(text, known);
  if (!reading) return "ask";
  return reading.kind === "accounts" ? reading.accounts.join("+") : reading.kind;
}

interface Phrase {
  readonly text: string;
  readonly means: string | readonly string[];
  readonly heldOut?: boolean;
}

function scoreOf(phrases: readonly Phrase[]): { right: number; asked: number; wrong: readonly string[] } {
  const results = phrases.map(({ text, means }) => {
    const wanted = typeof means === "string" ? means : means.join("+");
    return { text, got: meaningOf(text), wanted };
  });
  return {
    right: results.filter(({ got, wanted }) => got === wanted).length,
    asked: results.filter(({ got, wanted }) => got !== wanted && got === "ask").length,
    wrong: results
      .filter(({ got, wanted }) => got !== wanted && got !== "ask")
      .map(({ text, got, wanted }) => `${text}: ${got} instead of ${wanted}`),
  };
}

describe("readAccounts", () => {
  const halves = [
    ["fr", "making", fr.filter((phrase: Phrase) => !phrase.heldOut)],
    ["fr", "held out", fr.filter((phrase: Phrase) => phrase.heldOut)],
    ["en", "making", en.filter((phrase: Phrase) => !phrase.heldOut)],
    ["en", "held out", en.filter((phrase: Phrase) => phrase.heldOut)],
  ] as const;
  it.each(halves)(
    "reads at least 95 in 100 phrases right and none wrong (%s, %s)",
    (language, half, phrases) => {
      const { right, asked, wrong } = scoreOf(phrases);
      process.stdout.write(
        `accounts ${language}, ${half}: ${right} right, ${asked} asked again, ${wrong.length} wrong\n`,
      );
      expect(wrong).toEqual([]);
      expect(right / phrases.length).toBeGreaterThanOrEqual(0.95);
    },
  );

  it.each([
    ["les trois", "chirp+picto+films"],
    ["all three", "chirp+picto+films"],
    ["all of them", "chirp+picto+films"],
    ["les deux", "ask"],
    ["both", "ask"],
    ["both chirp and films", "chirp+films"],
    ["picto et chirp", "chirp+picto"],
    ["tout sauf picto", "chirp+films"],
    ["all except chirp and films", "picto"],
    ["pas chirp, juste films et picto", "picto+films"],
    ["j'ai chirp et picto mais pas films", "chirp+picto"],
    ["ni chirp ni picto", "ask"],
    ["ni chirp ni picto ni films", "none"],
    ["aucun", "none"],
  ])("counts the accounts of a campaign of three: %s", (text, wanted) => {
    expect(meaningOf(text, three)).toBe(wanted);
  });

  it.each([
    "moi facebook instagram ma femme",
    "instagram j'ai pas facebook j'ai",
    "facebook, non, instagram",
    "je n'ai pas facebook et instagram",
    "je suis plus sur facebook que sur instagram",
    "je compte m'inscrire sur instagram",
    "I hate facebook",
    "facebook, c'est quoi ?",
  ])("asks rather than guess: %s", (text) => {
    expect(meaningOf(text)).toBe("ask");
  });

  it.each([
    ["fb non insta oui", "instagram"],
    ["oui facebook, non instagram", "facebook"],
    ["yes to facebook, no to instagram", "facebook"],
    ["facebook no instagram yes", "instagram"],
    ["facebook oui non", "ask"],
  ])("gives each account the yes or no that stands beside it: %s", (text, wanted) => {
    expect(meaningOf(text)).toBe(wanted);
  });

  it.each([
    ["facebook, pardon, instagram", "instagram"],
    ["facebook - no wait, both", "facebook+instagram"],
    ["facebook, sorry", "facebook"],
    ["facebook, and sorry, instagram too", "ask"],
    ["facebook, wait", "ask"],
    ["instagram, sorry, I don't have it", "ask"],
    ["tiktok, I meant instagram", "instagram"],
  ])("drops what was taken back, and asks where it is not sure what was: %s", (text, wanted) => {
    expect(meaningOf(text)).toBe(wanted);
  });

  it.each([
    ["facebook plus instagram", "ask"],
    ["facebook mais plus instagram", "facebook"],
    ["j'ai facebook mais je ne m'en sers plus", "facebook"],
    ["facebook, je ne m'en sers plus", "ask"],
    ["surtout facebook", "ask"],
    ["both, mostly facebook", "facebook+instagram"],
    ["j'ai tout supprimé sauf instagram", "ask"],
  ])("tells having from using, losing and preferring: %s", (text, wanted) => {
    expect(meaningOf(text)).toBe(wanted);
  });

  it("never gives an account that is not on the list, whatever is typed", () => {
    const pieces = fc.constantFrom(
      ...[
        "facebook",
        "insta",
        "both",
        "pas",
        "que",
        "j'ai",
        ",",
        ".",
        "?",
        "mais",
        "et",
        "ou",
        "supprimé",
        "ma fille",
      ],
      ...["no", "only", "neither", "les deux", "sauf", "oui", "toString", "constructor", "__proto__", "😀"],
    );
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(pieces).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const reading = readAccounts(text, words);
        if (reading?.kind !== "accounts") return;
        expect(reading.accounts.length).toBeGreaterThan(0);
        expect(["facebook", "instagram"]).toEqual(expect.arrayContaining([...reading.accounts]));
      }),
    );
  });
});
