import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
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
