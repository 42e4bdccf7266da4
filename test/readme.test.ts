import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const sampleBlock = /The same in the terminal.*\n\n```\n([^`]+)```/;
/** What was left out, and who speaks. */
const seams = /\(…\)|^(?:bot|user) +[>*]/m;

/** The words of a dialogue between its seams, without what frames them. */
function piecesOf(dialogue: string): readonly string[] {
  return dialogue
    .split(new RegExp(seams, "gm"))
    .map((piece) =>
      piece
        .replace(/[[\]<>|→]/g, " ")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((piece) => piece !== "");
}

describe("The README", () => {
  it("quotes what the bot says now", () => {
    const [, sample = ""] = sampleBlock.exec(read("../README.md")) ?? [];
    const said = piecesOf(read("transcripts/readme-sample-fr.txt"));
    const quoted = piecesOf(sample);
    expect(quoted.filter((piece) => !said.some((each) => each.includes(piece)))).toEqual([]);
    expect(quoted.length).toBeGreaterThan(10);
  });
});

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}
