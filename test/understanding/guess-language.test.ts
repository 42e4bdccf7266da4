import { describe, expect, it } from "vitest";
import { guessLanguage } from "../../src/understanding/guess-language.ts";
import { shippedGrammar } from "../support/read-words.ts";

const { languageMarkers: telling } = shippedGrammar;
const guess = (text: string) => guessLanguage(text, telling, ["fr", "en"]);

describe("guessLanguage", () => {
  it.each([
    ...[
      "bonjour",
      "Salut !",
      "oui",
      "les deux",
      "j'ai que facebook",
      "chais pas",
      "merci beaucoup",
      "je veux voir le menu",
    ],
    ...["Comment fait-on pour refuser ?", "j'ai both", "pas facebook", "aide"],
  ])("hears French: %s", (text) => {
    expect(guess(text)).toBe("fr");
  });

  it.each([
    ...[
      "hello",
      "Hi!",
      "yes",
      "both",
      "I only have facebook",
      "dunno",
      "thanks a lot",
      "show me the menu",
      "neither",
    ],
    ...["How can I refuse this?", "not facebook", "I've got an insta", "help"],
  ])("hears English: %s", (text) => {
    expect(guess(text)).toBe("en");
  });

  it.each([
    "ok",
    "facebook",
    "menu",
    "instagram",
    "fb",
    "2",
    "👍",
    "",
    "stop",
    "meta",
    "?",
    "fb insta",
    "Facebook Instagram",
    ...["mon morning", "mon", "mon 9am"],
  ])("does not decide on %j", (text) => {
    expect(guess(text)).toBeUndefined();
  });

  it.each(["Niestety nie mam o tym zielonego pojęcia", "Questo è un testo piuttosto lungo in italiano"])(
    "does not decide on a sentence in a language that is not spoken here: %s",
    (text) => {
      expect(guess(text)).toBeUndefined();
    },
  );
});
