import { describe, expect, it } from "vitest";
import { answerGroup } from "../../src/app/answer-group.ts";
import { createBrain } from "../support/bot-under-test.ts";

const brain = createBrain(["meta", "linkedin", "reddit"]);
const textOf = (languageHint?: string) =>
  answerGroup({ words: "", ...(languageHint !== undefined && { languageHint }) }, brain)
    .text.map(({ text }) => text)
    .join("");
const startOf = (words: string) => answerGroup({ words }, brain).start;

describe("what a group is told", () => {
  it("is in the language of who asked, or else in the operator's", () => {
    expect(textOf("en-GB")).toMatch(/in private/);
    expect(textOf("fr-CA")).toMatch(/en privé/);
    expect(textOf("nl")).toBe(textOf("fr"));
    expect(textOf()).toBe(textOf("fr"));
  });

  it("leads to the campaign of the service that was named", () => {
    expect(startOf("instagram")).toBe("meta");
    expect(startOf("et linkdin ?")).toBe("linkedin");
  });

  it("leads to the beginning where none was named, several, or one that is not on offer", () => {
    for (const words of [
      "",
      "help us please",
      "instagram and linkedin",
      "tiktok",
      "pinterest",
      "x".repeat(4_000),
    ])
      expect(startOf(words)).toBe("group");
  });

  it("carries a payload that Telegram takes in a link, and no language, since others press it too", () => {
    for (const words of ["", "instagram", "linkedin"]) expect(startOf(words)).toMatch(/^[a-z]+$/);
  });
});
