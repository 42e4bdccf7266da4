import { describe, expect, it } from "vitest";
import { readMessage } from "../support/read-words.ts";

describe("What was done in an earlier year is noted for the account that is named", () => {
  it.each([
    ["en", "I already objected for Facebook in May 2025, please note that"],
    ["en", "I objected for Facebook in 2024. Is that still valid?"],
    ["en", "I've already done Facebook last year, only Instagram is missing"],
    ["fr", "j'ai déjà fait opposition pour Facebook en mai 2025, notez-le"],
    ["fr", "Pour Facebook j'ai fait l'opposition l'an dernier, il me manque Instagram"],
  ])("(%s) %s", (language, text) => {
    const { acts } = readMessage({ text }, "accounts", language);
    const report = { type: "done", accounts: ["facebook"], when: "long-ago" };
    expect(acts).toContainEqual(expect.objectContaining(report));
  });
});

describe("Nothing is noted if it was asked, or done by somebody else, or for no account", () => {
  it.each([
    ["en", "Did I object for Facebook in 2024 already?"],
    ["en", "my wife objected for Facebook in 2024, does that count for me?"],
    ["en", "I may have objected for Facebook in 2024"],
    ["en", "I objected last year, do I have to do it again?"],
    ["fr", "est-ce que mon opposition Facebook de 2024 compte encore ?"],
    ["fr", "ma femme a fait opposition pour Facebook en 2024"],
  ])("(%s) %s", (language, text) => {
    const { acts } = readMessage({ text }, "accounts", language);
    expect(acts.map(({ type }) => type)).not.toContain("done");
  });
});

describe("What was not done is told for the account that is named", () => {
  it.each([
    ["en", "instagram is not done", ["instagram"]],
    ["fr", "non, Instagram n'est PAS fait", ["instagram"]],
    ["fr", "pas encore fait Facebook", ["facebook"]],
  ])("(%s) %s", (language, text, accounts) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts).toContainEqual({ type: "not-done", accounts });
  });
});
