import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openScene } from "../support/bot-api-scene.ts";
import { copyProject, startBot } from "../support/bot-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

it("lists everything that is wrong in a campaign's file and its texts", async () => {
  const folder = copyProject();
  const campaignFile = `${folder}/src/campaigns/meta.json`;
  const campaign = readFileSync(campaignFile, "utf8");
  writeFileSync(campaignFile, campaign.replaceAll("https://www.facebook.com/", "http://www.facebook.com/"));
  const bot = startBot({}, { folder });
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toContain("meta.json");
  expect(bot.errors()).toContain("https");
  expect(bot.errors().trim().split("\n").length).toBeGreaterThan(1);
  expect(bot.errors()).not.toMatch(/^\s+at /m);
});

it("says in one sentence how to get a browser where there is none, and ends", async () => {
  const folder = temporaryFolder();
  mkdirSync(`${folder}/no-programs`);
  const bot = startBot({
    WHATSAPP: "on",
    WHATSAPP_SESSION_DIR: folder,
    DATABASE_URL: `file:${folder}/bot.db`,
    PATH: `${folder}/no-programs`,
  });
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toMatch(/^WHATSAPP: no Chromium or Chrome is found, install one with ".+" .+$/m);
});

it("says in one line that the store's file is no database, and leaves it as it is", async () => {
  const { file, environment } = await openScene("polling");
  writeFileSync(file, "x".repeat(10_000));
  const bot = startBot(environment);
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toMatch(/is not a SQLite database: move that file away/);
  expect(bot.errors().trim().split("\n")).toHaveLength(1);
  expect(readFileSync(file, "utf8")).toBe("x".repeat(10_000));
});

it.skipIf(!existsSync("/proc/self"))("does not hang at a folder in which nothing can be made", async () => {
  const bot = startBot({ WEB: "public", DATABASE_URL: "file:/proc/objecteur/objecteur.db" });
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toMatch(
    /^\/proc\/objecteur\/.+ cannot be made: .+: set DATABASE_URL to another file\.\n$/,
  );
});
