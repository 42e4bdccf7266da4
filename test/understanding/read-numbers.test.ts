import { describe, expect, it } from "vitest";
import { readMessage, readWords, written } from "../support/read-words.ts";

describe("a number in words", () => {
  it.each([
    ["le premier", "fr", "service", "service meta"],
    ["Un", "fr", "service", "service meta"],
    ["un svp", "fr", "service", "service meta"],
    ["numéro un s’il vous plaît", "fr", "service", "service meta"],
    ["one", "en", "service", "service meta"],
    ["one please", "en", "service", "service meta"],
    ["number one", "en", "service", "service meta"],
    ["ok, the first one then", "en", "service", "service meta"],
    ["la deuxième", "fr", "accounts", "accounts instagram"],
    ["la 2ème option", "fr", "accounts", "accounts instagram"],
    ["je prends la seconde", "fr", "accounts", "accounts instagram"],
    ["option trois", "fr", "accounts", "accounts facebook+instagram"],
    ["trois", "fr", "accounts", "accounts facebook+instagram"],
    ["le dernier", "fr", "accounts", "accounts none"],
    ["the second one", "en", "accounts", "accounts instagram"],
    ["I'll take the 2nd one, please", "en", "accounts", "accounts instagram"],
    ["the last one", "en", "accounts", "accounts none"],
    ["le premier", "fr", "remind", "slot"],
    ["the first", "en", "remind", "slot"],
    ["le deuxième choix", "fr", "next", "remind"],
    ["the second one", "en", "ask-linked", "linked no"],
  ] as const)("takes a choice: %j (%s, at %s)", (text, language, asked, event) => {
    expect(written(readWords(text, asked, language))).toBe(event);
  });

  it.each([
    ["un", "fr", "accounts", "doubt facebook"],
    ["one", "en", "accounts", "doubt facebook"],
    ["deux", "fr", "accounts", "doubt instagram"],
  ] as const)(
    "that may be how many accounts there are is asked about: %j (%s)",
    (text, language, asked, event) => {
      expect(written(readWords(text, asked, language))).toBe(event);
    },
  );

  it.each([
    ["j’en ai un", "fr", "accounts"],
    ["un compte", "fr", "accounts"],
    ["un autre", "fr", "accounts"],
    ["l’un des deux", "fr", "accounts"],
    ["les deux premiers", "fr", "accounts"],
    ["c’est la première fois", "fr", "accounts"],
    ["no one", "en", "accounts"],
    ["no one told me", "en", "accounts"],
    ["I have one", "en", "accounts"],
    ["one of them", "en", "accounts"],
    ["which one?", "en", "accounts"],
    ["the first?", "en", "accounts"],
    ["first I want to ask something", "en", "accounts"],
    ["that one", "en", "accounts"],
    ["un instant", "fr", "next"],
    ["one moment", "en", "next"],
    ["one more thing", "en", "next"],
    ["a second", "en", "next"],
    ["just a second please", "en", "next"],
    ["une seconde", "fr", "next"],
    ["un", "fr", "ask-linked"],
    ["two", "en", "ask-look-up"],
  ] as const)("within other words takes none: %j (%s, at %s)", (text, language, asked) => {
    const { type } = readWords(text, asked, language);
    expect(["accounts", "done", "remind", "linked", "service", "slot"]).not.toContain(type);
  });

  it("that is a day remains one where a date is asked for", () => {
    expect(written(readWords("le deux", "remind", "fr"))).toBe("date 2025-06-02");
    expect(written(readWords("le premier juin", "remind", "fr"))).toBe("date 2025-06-01");
  });
});

describe("a number before words that begin a clause", () => {
  it.each([
    ["4 ma vie privee et surtt celle de mes patients", "fr", "help", ["topic under-18"]],
    ["2 mais mon adresse a changé", "fr", "accounts", ["accounts instagram"]],
    [
      "3 and do they read my private messages",
      "en",
      "accounts",
      ["accounts facebook+instagram", "topic private-messages"],
    ],
    ["1, et j'ai le mail de refus avec un numéro de dossier", "fr", "complaint-country", ["country FR"]],
    ["1 et j'ai le mail de refus avec un numéro", "fr", "complaint-country", ["country FR"]],
  ] as const)("takes the choice, and the rest is read: %j (%s, at %s)", (text, language, asked, acts) => {
    expect(readMessage({ text }, asked, language).acts.map(written)).toEqual(acts);
  });

  it.each([
    ["2 my daughter has both", "en", "accounts", "doubt facebook+instagram"],
    ["2 comptes facebook", "fr", "accounts", "accounts facebook"],
    ["3 days before", "en", "remind", "date 2025-05-23"],
  ] as const)("that says otherwise or counts takes none: %j (%s, at %s)", (text, language, asked, act) => {
    expect(written(readWords(text, asked, language))).toBe(act);
  });
});
