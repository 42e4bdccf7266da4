import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readJsonFile } from "../../src/support/data-files.ts";

function read(text: string) {
  const folder = mkdtempSync(join(tmpdir(), "json-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "example.json");
  writeFileSync(path, text);
  const file = readJsonFile(path);
  return "problem" in file ? file.problem.replace(`${folder}/`, "") : file;
}

describe("a file that people write by hand", () => {
  it("is read where nothing is wrong with it", () => {
    expect(read('{ "name": "é" }\n')).toEqual({ content: { name: "é" } });
  });

  it.each([
    ["a comma too many at the end", '{\n  "a": 1,\n  "b": 2,\n}\n', "line 4 and the one before it"],
    ["a comma that is missing", '{\n  "a": 1\n  "b": 2\n}\n', "line 3 and the one before it"],
    ["a quote that is missing", '{\n  "a": "one,\n  "b": 2\n}\n', "line 2 and the one before it"],
    ["a quote too many", '{\n  "a": "one"",\n  "b": 2\n}\n', "line 2 and the one before it"],
    ["a bracket that is missing at the end", '{\n  "a": {\n    "b": 2\n\n', "line 3 and the one before it"],
    ["all in one line", '{ "a" 1 }', "line 1"],
  ])("says where to look for %s", (_, text, place) => {
    expect(read(text)).toBe(
      `example.json: is not JSON: look at ${place}: often a comma is missing or too many, or a quote is missing`,
    );
  });

  it("is said not to be there, or not to be readable", () => {
    expect(readJsonFile("/nowhere/example.json")).toEqual({
      problem: "/nowhere/example.json: cannot be read",
    });
  });
});
