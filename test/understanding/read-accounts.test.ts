import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import en from "../phrases/accounts-en.json" with { type: "json" };
import fr from "../phrases/accounts-fr.json" with { type: "json" };
import { readMessage, readWords } from "../support/read-words.ts";
import { isWholeWalk } from "../support/walk-conversation.ts";

/** One answer of so many is read; the long tests read all. */
const every = isWholeWalk ? 1 : 4;
/** A few answers tell a share less exactly. */
const margin = isWholeWalk ? 0 : 0.03;
const isRead = (_: unknown, index: number) => index % every === 0;

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

/** What people answer to "Which accounts do you have?", each with the accounts that they have for sure; "?" if they do not say it clearly. */
function blindAnswers(language: string) {
  const path = new URL(`blind/accounts-${language}.tsv`, import.meta.url);
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .filter(isRead)
    .map((line) => {
      const [text = "", wanted = ""] = line.split("\t");
      return { text, wanted };
    });
}

describe("the accounts that people say they have", () => {
  it.each([
    ["fr", fr],
    ["en", en],
  ] as const)(
    "are concluded from 85 answers in 100, or asked back rightly from 95, and never wrongly (%s)",
    (language, phrases: readonly Phrase[]) => {
      const read = phrases.filter(isRead).map(({ text, means }) => {
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
      expect(direct.length / read.length).toBeGreaterThanOrEqual(0.85 - margin);
      expect(right.length / read.length).toBeGreaterThanOrEqual(0.95 - margin);
    },
  );

  // Written and labelled by people who knew neither the code nor the examples.
  it.each(["fr", "en"])(
    "are concluded from half of the answers of strangers, and never wrongly (%s)",
    (language) => {
      const answers = blindAnswers(language);
      const read = answers.map(({ text, wanted }) => {
        const told = readMessage({ text }, "accounts", language).acts.find(({ type }) => type === "accounts");
        const sure = told?.type === "accounts" ? told.accounts.join(" ") || "none" : undefined;
        return { text, wanted, sure };
      });
      const wrong = read.filter(({ wanted, sure }) => sure !== undefined && sure !== wanted);
      const right = read.filter(({ wanted, sure }) => sure === wanted);
      const clear = answers.filter(({ wanted }) => wanted !== "?");
      process.stdout.write(`strangers' accounts ${language}: ${right.length} of ${clear.length}\n`);
      expect(wrong).toEqual([]);
      expect(right.length / clear.length).toBeGreaterThanOrEqual(0.5 - margin);
    },
  );

  it.each([
    ["en", "I've got two instagrams plus facebook", "facebook+instagram"],
    ["en", "two instas", "instagram"],
    ["en", "not only facebook, instagram too", "facebook+instagram"],
    ["fr", "deux instas et un facebook", "facebook+instagram"],
    ["fr", "pas que facebook, jai aussi insta", "facebook+instagram"],
    ["fr", "facebook oui, instagram non", "facebook"],
    ["fr", "facebook non, instagram oui", "instagram"],
    ["fr", "oui facebook, non instagram", "facebook"],
    ["fr", "non, seulement facebook", "facebook"],
    ["fr", "fb pas insta", "facebook"],
    ["fr", "pas facebook mais instagram", "instagram"],
    ["fr", "tout sauf facebook", "instagram"],
    ["fr", "pas tout sauf facebook", "instagram"],
    ["fr", "pas les deux sauf facebook", "instagram"],
    ["fr", "aucun sauf facebook", "facebook"],
    ["fr", "tous", "facebook+instagram"],
    ["fr", "les deux, facebook et instagram", "facebook+instagram"],
    ["fr", "non aucun", "none"],
    ["fr", "ni facebook ni instagram", "none"],
    ["fr", "pas facebook et pas instagram", "none"],
    ["en", "i have instagram but no facebook", "instagram"],
    ["en", "yes facebook, no instagram", "facebook"],
    ["en", "no facebook, i have instagram", "instagram"],
    ["en", "all", "facebook+instagram"],
    ["en", "i have no facebook and no instagram", "none"],
    ["en", "no facebook, no instagram", "none"],
    ["en", "i have no instagram nor do i have facebook", "none"],
  ])("are known at once if the words leave no doubt (%s): %s → %s", (language, text, sure) => {
    expect(meaningOf(text, language)).toEqual({ sure });
  });

  it("are asked back where “both” is said of two people: “Only Instagram for both, neither is on Facebook”", () => {
    const text = "Only Instagram for both, neither is on Facebook";
    expect(meaningOf(text, "en")).toEqual({ back: "instagram" });
  });

  it.each([
    ["fr", "les deux, pas liés", "no"],
    ["fr", "les deux liés", "yes"],
    ["fr", "facebook et insta mais ils ne sont pas liés", "no"],
    ["fr", "facebook et instagram, comptes séparés", "no"],
    ["fr", "j'ai les deux et ils sont liés", "yes"],
    ["fr", "facebook et instagram qui sont reliés ensemble", "yes"],
    ["en", "both, not linked", "no"],
    ["en", "facebook and instagram but they're separate", "no"],
    ["en", "i have both and they are linked", "yes"],
    ["en", "both, linked together", "yes"],
    ["en", "both", undefined],
  ] as const)(
    "are known with whether they are linked, if that is told (%s): %s → %s",
    (language, text, linked) => {
      const accounts = ["facebook", "instagram"];
      expect(readWords(text, "accounts", language)).toEqual({
        type: "accounts",
        accounts,
        ...(linked && { linked }),
      });
    },
  );

  // "Instagram?" was asked back.
  it.each([
    ["en", "instagram, for my pottery pictures", true],
    ["en", "instagram and whatsapp with the family", true],
    ["fr", "insta pour mes poteries", true],
    ["en", "no instagram I don't have it", false],
    ["en", "not instagram, my son set it up", false],
    ["en", "the instagram one was deleted ages ago", false],
    ["fr", "insta je l'ai fermé", false],
    ["fr", "je n'ai jamais eu instagram", false],
    ["fr", "instagram je sais pas ce que c'est", false],
  ] as const)(
    "are known once what was asked back is named again with nothing against it (%s): %s",
    (language, text, isKnown) => {
      const event = readWords(text, "accounts-doubt", language);
      expect(isDeepStrictEqual(event, { type: "accounts", accounts: ["instagram"] })).toBe(isKnown);
    },
  );

  // Before the accounts are known.
  it.each([
    ["en", "I've sent the one for facebook this morning before work", ["facebook"], true],
    ["fr", "j'ai rempli celui d'instagram hier soir", ["instagram"], true],
    ["fr", "J'ai envoyé les deux formulaires", ["facebook", "instagram"], undefined],
  ] as const)(
    "are known from a report that names them, which is said if there may be more (%s): %s",
    (language, text, accounts, isInferred) => {
      const [report, told] = readMessage({ text }, "accounts", language).acts;
      expect(report.type).toBe("done");
      expect(told).toEqual({ type: "accounts", accounts, ...(isInferred && { isInferred }) });
    },
  );

  it.each([
    ["fr", "j'ai supprimé facebook, j'ai que instagram", ["instagram"]],
    ["en", "I left facebook years ago, only instagram now", ["instagram"]],
    ["en", "my husband has facebook, I only have instagram", ["instagram"]],
  ])("are known from a last clause that says that they are all (%s): %s", (language, text, accounts) => {
    expect(readWords(text, "accounts", language)).toEqual({ type: "accounts", accounts });
  });

  it.each([
    ["fr", "J'ai facebook et instagram, je pense qu'ils sont liés"],
    ["fr", "les deux, et je crois que c'est le même compte"],
    ["en", "I've got both, I think they're linked"],
    ["en", "facebook and insta, pretty sure they are connected"],
  ])("are known although it is said in doubt how they are linked (%s): %s", (language, text) => {
    const { acts } = readMessage({ text }, "accounts", language);
    expect(acts[0]).toMatchObject({ type: "accounts", accounts: ["facebook", "instagram"] });
  });

  it.each([
    ["fr", "j'ai facebook et instagram, pas liés", { accounts: ["facebook", "instagram"], linked: "no" }],
    ["fr", "j'utilise seulement instagram", { accounts: ["instagram"] }],
    [
      "en",
      "i have facebook and insta, they are linked",
      { accounts: ["facebook", "instagram"], linked: "yes" },
    ],
    ["fr", "facebook et instagram", {}],
    ["fr", "Meta (Facebook, Instagram)", {}],
    ["fr", "je n'ai pas facebook", {}],
    ["fr", "j'ai un compte facebook piraté", {}],
    ["en", "i have a question about facebook", {}],
  ] as const)("are read beside the name of the service if they are told (%s): %s", (language, text, told) => {
    expect(readWords(text, "service", language)).toEqual({ type: "service", campaign: "meta", ...told });
  });

  it.each([
    ["fr", "mon père a instagram", "someone-else"],
    ["fr", "Instagram, c'est le compte de ma femme, pas le mien", "someone-else"],
    ["en", "instagram is my husband's, not mine", "someone-else"],
    ["en", "my daughter is 12 and she's on instagram", "under-18"],
  ] as const)("are not the person's if they are somebody else's (%s): %s", (language, text, topic) => {
    expect(readWords(text, "accounts", language)).toMatchObject({ type: "topic", topic });
  });

  it.each([
    ["fr", "insta est à ma fille, moi c'est facebook", "facebook"],
    ["en", "my wife is on instagram, I only use facebook", "facebook"],
  ] as const)("are told beside somebody else's (%s): %s", (language, text, account) => {
    expect(readWords(text, "accounts", language)).toEqual({ type: "accounts", accounts: [account] });
  });

  it.each([
    ["fr", "je n'ai plus de compte facebook", "facebook"],
    ["fr", "j'avais facebook, j'ai instagram", "facebook+instagram"],
    ["fr", "surtout facebook", "facebook"],
    ["fr", "facebook, non, instagram", "facebook"],
    ["fr", "facebook, pas facebook", "facebook"],
    ["fr", "je n'ai pas instagram", "facebook"],
    ["fr", "instagram je n'ai pas", "instagram"],
    ["fr", "pas facebook et instagram", "none"],
    ["fr", "pas facebook instagram", "none"],
    ["fr", "les deux, pas facebook", "facebook"],
    ["fr", "les deux ou facebook seulement", "facebook"],
    ["fr", "aucun, instagram", "instagram"],
    ["fr", "pas tous", "facebook+instagram"],
    ["fr", "les trois", "facebook+instagram"],
    ["fr", "pas seulement facebook", "facebook"],
    ["en", "everyone in my family is on facebook except me", "facebook"],
    ["en", "facebook no, no instagram", "facebook"],
    ["en", "nor do i have facebook", "instagram"],
    ["en", "not both", "facebook+instagram"],
    ["en", "instagram i don't have", "instagram"],
  ])(
    "are asked back if words are left over or contradict each other, or only one is denied (%s): %s → %s?",
    (language, text, back) => {
      expect(meaningOf(text, language)).toEqual({ back });
    },
  );

  it.each([
    ["fr", "je ne sais pas"],
    ["fr", "pas les deux"],
    ["fr", "je sais pas si j'ai facebook"],
    ["en", "not sure if I have instagram"],
  ])("are neither known nor guessed from (%s) “%s”", (language, text) => {
    expect(meaningOf(text, language)).toEqual({});
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
      { numRuns: Math.ceil(100 / every) },
    );
  });
});
