import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readCampaigns } from "../../src/campaigns/read-files.ts";
import { readContent } from "../../src/content/read-content.ts";
import { campaignFolders } from "../support/bot-under-test.ts";
import { copyLocales } from "../support/copy-locales.ts";
import { furtherLocales } from "../support/further-locales.ts";
import { sayToBot } from "../support/say-to-bot.ts";

const [shipped = "", fixtures = ""] = campaignFolders;
const [fixtureTexts = ""] = furtherLocales;
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "campaign-"));
  mkdirSync(join(folder, "campaigns"));
  cpSync(join(shipped, "meta.json"), join(folder, "campaigns/meta.json"));
  copyLocales(join(folder, "locales"), ["meta"]);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const folders = () => ({ campaigns: join(folder, "campaigns"), locales: join(folder, "locales") });

function addTrio(languages: readonly string[]): void {
  cpSync(join(fixtures, "trio.json"), join(folder, "campaigns/trio.json"));
  for (const language of languages) {
    const file = `${language}/campaigns/trio.json`;
    cpSync(join(fixtureTexts, file), join(folder, "locales", file));
  }
}

it("asks about no service where there is one campaign", async () => {
  const answers = await sayToBot(folders(), ["/start", "English"]);
  expect(answers.at(-1)?.buttons).toContain("Facebook");
});

it("offers a campaign that is a data file and one text file a language, and leads through it", async () => {
  addTrio(["en", "fr"]);
  const answers = await sayToBot(folders(), ["/start", "English", "Trio", "Trio Music, only", "1"]);
  const service = answers.find(({ buttons }) => buttons.includes("Trio (photos, videos, music)"));
  expect(service?.buttons.slice(0, 2)).toEqual([
    "Meta (Facebook, Instagram)",
    "Trio (photos, videos, music)",
  ]);
  expect(answers.flatMap(({ links }) => links)).toEqual(["https://settings.trio.example/music"]);
  expect(answers.at(-1)?.text).toContain("Noted for Trio.");
});

it("opens a new campaign's deep link", async () => {
  addTrio(["en", "fr"]);
  const answers = await sayToBot(folders(), ["/start trio-fr"]);
  expect(answers.at(-1)?.buttons).toContain("Trio Photos");
});

it("does not start with a campaign that has no texts in one of the languages, and names the file", () => {
  addTrio(["fr"]);
  const campaigns = readCampaigns(folders().campaigns);
  expect(() => readContent(folders().locales, [...campaigns.values()])).toThrow(
    `${join(folder, "locales/en/campaigns/trio.json")}: cannot be read`,
  );
});
