import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readContent } from "../../src/content/read-content.ts";
import { readIntentFiles } from "../../src/content/read-intents.ts";
import { ownFolders } from "../../src/support/folders.ts";
import { compileLanguageMarkers, guessLanguage } from "../../src/understanding/guess-language.ts";
import { campaignFolders } from "../support/bot-under-test.ts";
import { copyLocales } from "../support/copy-locales.ts";
import { sayToBot } from "../support/say-to-bot.ts";

let folder = "";
let folders = { campaigns: "", locales: "" };

/** Writes a region that holds nothing but the language's name. */
function addRegion(tag: string, name: string): void {
  mkdirSync(join(folders.locales, tag));
  writeFileSync(join(folders.locales, tag, "conversation.json"), JSON.stringify({ language: { name } }));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "region-"));
  folders = { campaigns: join(folder, "campaigns"), locales: join(folder, "locales") };
  cpSync(join(campaignFolders[0] ?? "", "meta.json"), join(folders.campaigns, "meta.json"));
  copyLocales(folders.locales, ["meta"]);
  addRegion("fr-CH", "Français (Suisse)");
  addRegion("en-GB", "English (UK)");
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("A region of a language", () => {
  it("holds only what differs, and is offered by its own name", async () => {
    const [welcome] = await sayToBot(folders, ["/start"]);
    expect(welcome?.buttons).toEqual(["English", "English (UK)", "Français", "Français (Suisse)"]);
    const [chosen] = (await sayToBot(folders, ["/start", "Français (Suisse)"])).slice(-1);
    expect(chosen?.text).toContain("Quels comptes avez-vous");
  });

  it.each(["fr-CH", "fr-ch"])("is spoken by whoever comes by the link meta-%s", async (tag) => {
    const answers = await sayToBot(folders, [`/start meta-${tag}`, "/data"]);
    expect(answers.some(({ text }) => text.includes("Français (Suisse)"))).toBe(true);
  });

  it.each([
    ["fr-CH", "Français (Suisse)"],
    ["fr-BE", "Français"],
    ["en-gb", "English (UK)"],
  ])("is spoken to whom the messenger says %s, and stays when they write in it", async (hint, name) => {
    const own = hint.startsWith("fr") ? "bonjour, je voudrais le menu" : "hello, I would like the menu";
    const answers = await sayToBot(folders, ["/start", "/data", own, "/data"], hint);
    const lines = answers.flatMap(({ text }) => text.split("\n"));
    expect(lines.filter((line) => line.endsWith(`: ${name}`))).toHaveLength(2);
  });

  it("is told by the words of its language, and reads by its examples", () => {
    const { sentences } = readContent(folders.locales, []);
    const markers = compileLanguageMarkers(new Map([...sentences].map(([tag, { common }]) => [tag, common])));
    expect(guessLanguage("bonjour", markers, [...sentences.keys()])).toBe("fr");
    expect(readIntentFiles(ownFolders.locales, "fr-CH")?.examples.length).toBeGreaterThan(100);
    expect(readIntentFiles(ownFolders.locales, "gsw-CH")).toBeUndefined();
  });
});
