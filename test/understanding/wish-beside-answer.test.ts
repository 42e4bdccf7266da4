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
