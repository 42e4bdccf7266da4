import { describe, expect, it } from "vitest";
import { readMessage, written } from "../support/read-words.ts";

const read = (text: string, asked: Parameters<typeof readMessage>[1], language: string) =>
  readMessage({ text }, asked, language).acts.map(written).join(" + ");

describe("a wish for a reminder in two words beside an answer", () => {
  it.each([
    ["en", "ask-linked", "yes, remind me", "linked yes + remind"],
    ["en", "ask-linked", "yes and remind me", "linked yes + remind"],
    ["en", "ask-linked", "no, remind me", "linked no + remind"],
    ["en", "ask-linked", "yes linked, remind me", "linked yes + remind"],
    ["en", "ask-linked", "I don't know, remind me", "linked unknown + remind"],
    ["en", "accounts", "both, remind me", "accounts facebook+instagram + remind"],
    ["en", "accounts", "both and remind me", "accounts facebook+instagram + remind"],
    ["fr", "ask-linked", "oui, rappelle-moi", "linked yes + remind"],
    ["fr", "ask-linked", "non, rappelle-moi", "linked no + remind"],
    ["fr", "ask-linked", "non et rappelez-moi", "linked no + remind"],
    ["fr", "accounts", "les deux, rappelle-moi", "accounts facebook+instagram + remind"],
    ["fr", "accounts", "les deux et rappelle-moi", "accounts facebook+instagram + remind"],
  ] as const)("is heard with it (%s, %s): %s", (language, asked, text, means) => {
    expect(read(text, asked, language)).toBe(means);
  });

  it.each([
    ["en", "accounts", "both, no reminder please"],
    ["en", "accounts", "both, don't remind me"],
    ["en", "accounts", "facebook, you never remind me"],
    ["en", "accounts", "both, remind me what this is"],
    ["fr", "accounts", "les deux, pas de rappel svp"],
    ["fr", "accounts", "les deux, ne me rappelez pas"],
    ["fr", "accounts", "les deux, rappelle-moi ce que c'est"],
  ] as const)("is none if the clause says something else (%s, %s): %s", (language, asked, text) => {
    expect(read(text, asked, language)).not.toMatch(/remind|date/);
  });
});

describe("another moment for a reminder that waits for an answer", () => {
  const momentIn = (text: string, asked: Parameters<typeof readMessage>[1], language: string) =>
    readMessage({ text }, asked, language).acts.flatMap((act) =>
      "date" in act && act.date?.kind === "at" ? new Date(act.date.at).toISOString() : [],
    );

  it.each([
    ["en", "ask-linked", "linked. actually make it Sunday evening", "2025-05-25T17:00:00.000Z"],
    ["en", "ask-linked", "yes linked, make it tomorrow at 1.30 pm instead", "2025-05-21T11:30:00.000Z"],
    [
      "en",
      "accounts-doubt",
      "Yes only Facebook, and please make it Monday at 8 in the evening",
      "2025-05-26T18:00:00.000Z",
    ],
    ["fr", "ask-linked", "oui liés, mets-le plutôt demain à 13h30", "2025-05-21T11:30:00.000Z"],
    ["fr", "ask-linked", "mets-le plutôt demain à 13h30 pendant la sieste", "2025-05-21T11:30:00.000Z"],
  ] as const)("is heard with it (%s, %s): %s", (language, asked, text, moment) => {
    expect(momentIn(text, asked, language)).toEqual([moment]);
  });

  it.each([
    ["en", "ask-linked", "linked since Sunday evening"],
    ["en", "accounts", "both, I sent it on Sunday evening"],
    ["fr", "ask-linked", "liés depuis dimanche soir"],
    ["fr", "accounts", "les deux, j'ai tout envoyé hier à 20 h"],
  ] as const)("is none where a day is only told (%s, %s): %s", (language, asked, text) => {
    expect(momentIn(text, asked, language)).toEqual([]);
  });
});

describe("a no before what somebody was talking about", () => {
  it.each([
    ["en", "no, I was talking about my old posts, are they out?"],
    ["fr", "Non, je parlais de mes anciennes publications, celles d'avant le 27 mai."],
  ])("does not say that accounts are apart (%s): %s", (language, text) => {
    expect(read(text, "ask-linked", language)).not.toContain("linked");
  });

  it.each([
    ["en", "no, I meant they are linked", "linked yes"],
    ["fr", "non je voulais dire pas liés", "linked no"],
  ])("may still tell it (%s): %s", (language, text, means) => {
    expect(read(text, "ask-linked", language)).toBe(means);
  });
});

describe("who does nothing with an account", () => {
  it.each([
    ["en", "I only have Facebook and I never post anything, I just look"],
    ["fr", "c'est Facebook, rien d'autre, et je ne publie jamais rien, je regarde seulement les photos"],
    ["fr", "je ne publie jamais rien"],
  ])("is not taken to have none (%s): %s", (language, text) => {
    expect(read(text, "accounts", language)).not.toMatch(/^accounts$|accounts none|^accounts (?!facebook)/);
  });
});

describe("a wish to complain that is named beside something else", () => {
  it.each([
    ["fr", "accounts", "et non j'ai aucun mail de confirmation, je voudrais porter plainte"],
    [
      "fr",
      "next",
      "j'ai regardé dans les spams, aucun mail de confirmation, donc je voudrais porter plainte",
    ],
  ] as const)("is heard with it (%s, %s): %s", (language, asked, text) => {
    expect(read(text, asked, language)).toContain("complain");
  });

  it("names no date that is not understood", () => {
    const text =
      "I did not ask for a reminder. Meta has a month under Art. 12(3) to reply, when would it be sensible to go to the authority?";
    expect(read(text, "remind", "en")).not.toContain("date");
  });
});
