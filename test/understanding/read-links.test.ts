import { describe, expect, it } from "vitest";
import { readMessage, written } from "../support/read-words.ts";

describe("Whether accounts are linked", () => {
  it.each([
    ["en", "I've always kept them apart on purpose, one is for my bakery", "linked no"],
    ["en", "no they're totally separate, different emails and everything", "linked no"],
    ["en", "They are indeed.", "linked yes"],
    ["en", "cant be bothered to check tbh just send me the two links", "linked unsure"],
    ["fr", "nn jamais relié, mon insta c'est sous pseudo", "linked no"],
    ["fr", "Je les avais liés mais je les ai dissociés en janvier après un piratage.", "linked no"],
    ["fr", "Dans le doute donnez-moi les deux formulaires, ce sera plus sûr.", "linked unsure"],
    [
      "fr",
      "Peut-être bien que oui, peut-être bien que non, comment voulez-vous que je sache ça",
      "linked unknown",
    ],
  ])("is heard in other words (%s): %s", (language, text, means) => {
    expect(readMessage({ text }, "ask-linked", language).acts.map(written)).toEqual([means]);
  });
});
