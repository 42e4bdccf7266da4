import { statSync } from "node:fs";
import { expect, it } from "vitest";
import { startBot } from "../support/bot-process.ts";
import { startPushingBot } from "../support/pushing-bot.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

it("keeps the keys that it has made at its first start in a file that only its user can read", async () => {
  const folder = temporaryFolder();
  const first = await startPushingBot(folder);
  const made = first.keys();
  expect(statSync(first.keysFile).mode & 0o777).toBe(0o600);
  expect(await (await fetch(first.url)).text()).toContain(`"pushKey":"${made.publicKey}"`);
  await first.bot.end("SIGTERM");
  const second = await startPushingBot(folder);
  expect(second.keys()).toEqual(made);
});

it("pushes nothing without an address for the push services, and says in the log what to set", async () => {
  const folder = temporaryFolder();
  const environment = { WEB: "public", OPERATOR_CONTACT: "call us", DATABASE_URL: `file:${folder}/bot.db` };
  const bot = startBot(environment);
  await bot.says("the bot is up");
  expect(bot.errors()).toContain("set WEB_PUSH_SUBJECT");
});
