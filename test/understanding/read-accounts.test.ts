import fc from "fast-check";
import { describe, expect, it } from "vitest";
import en from "../phrases/accounts-en.json" with { type: "json" };
import fr from "../phrases/accounts-fr.json" with { type: "json" };
import { readWords } from "../support/read-words.ts";

interface Phrase {
  readonly text: string;
  /** The accounts, or "none"; "ask" and "unknown" if nothing must be concluded. */
  readonly means: string | readonly string[];
}

/** What is concluded from an answer, or asked back. */
function meaningOf(text: string, language: string): { readonly sure?: string; readonly back?: string } {
  const event = readWords(text, "accounts", language);
  if (event.type === "accounts") return { sure: event.accounts.join("+") || "none" };
  return event.type === "doubt" ? { back: event.accounts.join("+") || "none" } : {};
}

describe("the accounts that people say they have", () => {
  it.each([
    ["fr", fr],
    ["en", en],
  ] as const)(
    "are concluded from 85 answers in 100, or asked back rightly from 95, and never wrongly (%s)",
    (language, phrases: readonly Phrase[]) => {
      const read = phrases.map(({ text, means }) => {
        const wanted = typeof means === "string" ? means : means.join("+");
        const { sure, back } = meaningOf(text, language);
        const isOpen = wanted === "ask" || wanted === "unknown";
        const isDirect = isOpen ? sure === undefined : sure === wanted;
        return { text, wanted, sure, back, isDirect, isRight: isDirect || back === wanted };
      });
      const wrong = read.filter(({ sure, isDirect }) => sure !== undefined && !isDirect);
      const [direct, right] = [
        read.filter(({ isDirect }) => isDirect),
        read.filter(({ isRight }) => isRight),
      ];
      process.stdout.write(
        `accounts ${language}: ${direct.length} of ${read.length} concluded, ${right.length - direct.length} asked back rightly, ${wrong.length} wrong\n`,
      );
      expect(wrong).toEqual([]);
      expect(direct.length / read.length).toBeGreaterThanOrEqual(0.85);
      expect(right.length / read.length).toBeGreaterThanOrEqual(0.95);
    },
  );

  it.each([
    ["mon père a instagram", "instagram"],
    ["j'ai supprimé facebook, j'ai que instagram", "instagram"],
    ["surtout facebook", "facebook"],
    ["facebook, non, instagram", "facebook"],
    ["je n'ai pas instagram", "facebook"],
  ])("are asked back if words are left over, or only one is denied: %s", (text, back) => {
    expect(meaningOf(text, "fr")).toEqual({ back });
  });

  it("are never concluded from what is not on the list, whatever is typed", () => {
    const pieces = fc.constantFrom(
      ...["facebook", "insta", "both", "pas", "que", "j'ai", ",", ".", "?", "mais", "et", "ou", "supprimé"],
      ...["ma fille", "no", "only", "neither", "les deux", "sauf", "oui", "toString", "constructor"],
      ...["__proto__", "😀"],
    );
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(pieces).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom("fr", "en"), (text, language) => {
        const event = readWords(text, "accounts", language);
        if (event.type !== "accounts" && event.type !== "doubt") return;
        expect(["facebook", "instagram"]).toEqual(expect.arrayContaining([...event.accounts]));
      }),
    );
  });
});
