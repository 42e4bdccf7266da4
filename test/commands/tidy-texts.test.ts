import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { tidyTexts } from "../../src/commands/tidy-texts.ts";

let locales = "";

beforeEach(() => {
  locales = mkdtempSync(join(tmpdir(), "tidy-"));
});

afterEach(() => {
  rmSync(locales, { recursive: true });
});

function write(language: string, content: object): string {
  mkdirSync(join(locales, language, "campaigns"), { recursive: true });
  const path = join(locales, language, "campaigns/fresh.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const tidy = () => tidyTexts("fresh", { campaigns: "", locales });
const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

it("gives French its spaces that do not break, and its apostrophes", () => {
  const path = write("fr", { a: { b: "« Qui » ? L'IA : 3 ans ; non !" } });
  expect(tidy()).toEqual([path]);
  expect(read(path)).toEqual({
    a: { b: "«\u00A0Qui\u00A0»\u202F? L’IA\u00A0: 3\u00A0ans\u202F; non\u202F!" },
  });
});

it("writes the quotes of each language, and arrows", () => {
  const english = write("en", { a: 'Settings -> "AI"' });
  const french = write("fr", { a: 'Settings -> "IA"' });
  tidy();
  expect(read(english)).toEqual({ a: "Settings → “AI”" });
  expect(read(french)).toEqual({ a: "Settings → «\u00A0IA\u00A0»" });
});

it("leaves English its marks, and what people type its own apostrophes", () => {
  const typed = {
    words: { service: ["example's ai"], accounts: { example: ["my -> example", 'the "example"'] } },
  };
  const path = write("en", { a: "It's: yes...", ...typed });
  tidy();
  expect(read(path)).toEqual({ a: "It’s: yes…", ...typed });
});

it("changes nothing twice", () => {
  write("fr", { a: "Qui : l'IA ?" });
  tidy();
  expect(tidy()).toEqual([]);
});

it("says where there are no texts of this name", () => {
  write("fr", {});
  expect(() => tidyTexts("other", { campaigns: "", locales })).toThrow("other: has no texts");
});
