import { describe, expect, it } from "vitest";
import { entryFor } from "../../src/campaigns/authorities/authorities.ts";
import { readHelpLines } from "../../src/campaigns/read-files.ts";
import { allHelpLines } from "../support/bot-under-test.ts";
import { problemsInFile } from "../support/problems-in-file.ts";

const line = {
  kind: "young",
  contact: "3018",
  sources: [{ name: "3018", kind: "association", url: "https://press.example" }],
  checked: "2026-11-29",
};

/** What is said about a file with this content. */
function problemsOf(content: unknown): string {
  return problemsInFile("help-lines.json", JSON.stringify(content), readHelpLines);
}

describe("readHelpLines", () => {
  it("has the number for emergencies of every country that it knows", () => {
    expect([...allHelpLines.keys()].sort()).toEqual("BE CA CH DE FR GB IE LU US".split(" "));
    const numbers = [...allHelpLines].map(([country, lines]) => [
      country,
      lines.find(({ kind }) => kind === "emergency")?.contact,
    ]);
    const others = { CA: "911", GB: "999", US: "911" };
    expect(Object.fromEntries(numbers)).toEqual({
      ...Object.fromEntries([...allHelpLines.keys()].map((country) => [country, "112"])),
      ...others,
    });
  });

  it("has who helps the young, or a child in danger, in each of them", () => {
    const without = [...allHelpLines].filter(([, lines]) =>
      lines.every(({ kind }) => kind !== "young" && kind !== "child"),
    );
    expect(without).toEqual([]);
  });

  it("was checked on a day after each of its sources", () => {
    const wrong = [...allHelpLines.values()]
      .flat()
      .filter(({ sources, checked }) => sources.some(({ date = "" }) => date > checked));
    expect(wrong).toEqual([]);
  });

  it("takes no line that nobody but a retelling tells, and none twice", () => {
    expect(problemsOf([{ country: "FR", lines: [line] }])).toBe("");
    const retold = { ...line, sources: [{ name: "Somebody", kind: "other" }] };
    expect(problemsOf([{ country: "FR", lines: [retold] }])).toContain("0.lines.0: expected a source");
    expect(problemsOf([{ country: "FR", lines: [line, line] }])).toContain('"young" stands twice');
    const twice = { country: "FR", lines: [line] };
    expect(problemsOf([twice, twice])).toContain('"FR" stands twice');
  });

  it("finds them by the country's other code, and for its territories", () => {
    expect(entryFor("UK", allHelpLines)).toBe(allHelpLines.get("GB"));
    expect(entryFor("RE", allHelpLines)).toBe(allHelpLines.get("FR"));
    expect(entryFor("JP", allHelpLines)).toBeUndefined();
  });
});
