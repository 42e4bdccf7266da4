import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listLanguages, writeNotes } from "../../src/commands/list-languages.ts";
import { copyLocales } from "../support/copy-locales.ts";

let locales = "";

beforeEach(() => {
  locales = mkdtempSync(join(tmpdir(), "languages-"));
  copyLocales(locales, ["meta"]);
});

afterEach(() => rmSync(locales, { recursive: true }));

function change(file: string, from: string, to: string): void {
  const before = readFileSync(join(locales, file), "utf8");
  if (!before.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(join(locales, file), before.replace(from, to));
}

it("says how much of a language is translated: all but what stands there in English, names aside", () => {
  cpSync(join(locales, "en"), join(locales, "de"), { recursive: true });
  const [german = "", french = ""] = listLanguages(locales, ["meta"]).split("\n\n");
  expect(german).toMatch(/^de: 0 % of \d+ texts are translated\n {2}conversation\.json: \d+ to translate\n/);
  expect(german).toContain("what people may type is still English: sentences/accounts.json");
  expect(german).toContain("no examples: people are read by buttons, numbers and commands alone");
  expect(french).toMatch(/^fr: 100 % of \d+ texts are translated\n/);
  expect(listLanguages(locales, ["meta"], "de")).toContain("\n    welcome.text\n");
  change("de/conversation.json", "👋 Hello! I’m **Objecteur**", "👋 Hallo! Ich bin **Objecteur**");
  expect(listLanguages(locales, ["meta"], "de")).not.toContain("\n    welcome.text\n");
  expect(listLanguages(locales, ["meta"], "de")).not.toContain("accounts.choices.facebook");
});

it("names what is missing, and counts what a region has from its language", () => {
  change("fr/conversation.json", '"changed": "C’est entendu, je vous parle français.",', "");
  mkdirSync(join(locales, "fr-CH"));
  writeFileSync(
    join(locales, "fr-CH/conversation.json"),
    JSON.stringify({ language: { changed: "Bien volontiers." } }),
  );
  const [french = "", swiss = ""] = listLanguages(locales, []).split("\n\n");
  expect(french).toMatch(/^fr: 99 % .*\n {2}conversation\.json: 1 to translate\n/);
  expect(swiss).toMatch(/^fr-CH: 100 %/);
  expect(() => listLanguages(locales, [], "it")).toThrow("it: expected one of fr, fr-CH");
});

it("writes for each English text where it is used and how long it may be, as CSV", () => {
  const notes = writeNotes(locales, ["meta"]).split("\r\n");
  expect(notes[0]).toBe('"file","context","source","explanation","flags"');
  expect(notes).toContain(
    '"conversation.json","forget.choices.no","Erase nothing","A button, with “Do you want me to erase everything I know about you, reminders included? What you have already sent or changed stays as it is.”","max-length:40"',
  );
  expect(notes.find((note) => note.includes('"profile.short-description"'))).toMatch(/"max-length:120"$/);
  expect(notes.some((note) => note.startsWith('"campaigns/meta.json","help.stories.label"'))).toBe(true);
  expect(notes.every((note) => /^"[^"]/.test(note) && note.split('","').length >= 4)).toBe(true);
});
