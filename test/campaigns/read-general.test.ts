import { describe, expect, it } from "vitest";
import { readGeneral } from "../../src/campaigns/read-files.ts";
import { general } from "../support/bot-under-test.ts";
import { problemsInFile } from "../support/problems-in-file.ts";

const fact = {
  statedIn: ["help.legal.text"],
  sources: [{ name: "Somebody", kind: "press" }],
  checked: "2026-11-26",
};

/** What is said about a file with this content. */
function problemsOf(content: string): string {
  return problemsInFile("general.json", content, readGeneral);
}

describe("readGeneral", () => {
  it("has answers about the bot, objecting, what is used and places, each resting on facts", () => {
    expect(general.topics).toEqual(
      expect.arrayContaining(["how-it-works", "bot-who", "bot-scam", "legal", "private-account", "quebec"]),
    );
    expect(Object.keys(general.facts).length).toBeGreaterThan(15);
  });

  it("takes a file that is as it must be", () => {
    expect(problemsOf(JSON.stringify({ topics: ["legal"], facts: { any: fact } }))).toBe("");
  });

  it("says of a wrong file everything that is wrong, and where", () => {
    expect(problemsOf("{")).toMatch(/^general\.json: is not JSON/);
    const { checked, ...unchecked } = fact;
    const wrong = {
      topics: ["legal", "Legal!", "legal"],
      facts: {
        any: unchecked,
        other: { ...fact, sources: [{ name: "FILL IN: who says it", kind: "press" }] },
        third: checked,
      },
    };
    expect(problemsOf(JSON.stringify(wrong)).split("\n").sort()).toEqual([
      expect.stringContaining("general.json: facts.any.checked: "),
      expect.stringContaining("general.json: facts.other.sources.0.name: still to be filled in"),
      expect.stringContaining("general.json: facts.third: "),
      expect.stringContaining("general.json: topics.1: expected 1 to 20 of a-z"),
      'general.json: topics.2: "legal" stands twice',
    ]);
    expect(problemsOf("{}")).toContain("general.json: topics: ");
  });
});
