import { expect, it } from "vitest";
import { allTexts, breaches } from "../../support/read-all-texts.ts";

/** Words for which another one stands everywhere. A language without an entry is not looked at. */
const strays: Readonly<Record<string, { readonly stray: RegExp; readonly instead: string }>> = {
  en: { stray: /\b(?:conversations?|exchanges?) with\b|\byou exchange\b/iu, instead: "chat" },
  fr: { stray: /(?<!en )échang(?:es?|ez)\b/iu, instead: "conversation" },
};

it.each(Object.entries(strays))(
  "calls talking to an AI one thing only, in the language %s",
  (language, { stray, instead }) => {
    const texts = allTexts.filter((text) => text.language === language && text.file.startsWith("locales"));
    expect(breaches(({ text }) => (stray.test(text) ? `expected ${instead}` : undefined), texts)).toEqual([]);
  },
);

it("calls what one agrees to « accord » in French, as in its ordinary words", () => {
  const french = allTexts.filter(({ language, file }) => language === "fr" && file.startsWith("locales/fr/"));
  const texts = french.filter(({ namespace }) => namespace.startsWith("campaigns/") || namespace === "help");
  expect(breaches(({ text }) => /consentement/iu.exec(text)?.[0], texts)).toEqual([]);
});

it("says that talking to the bot replaces nothing, but not that only the form counts: a letter does too", () => {
  const only = /only [^.]*\bcounts\b|seule? compte\b|elle seule compte/iu;
  const texts = allTexts.filter(({ file }) => file.startsWith("locales"));
  expect(breaches(({ text }) => only.exec(text)?.[0], texts)).toEqual([]);
});
