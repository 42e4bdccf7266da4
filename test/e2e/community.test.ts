import { expect, it } from "vitest";
import { openScene } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";

const channelId = -1001234567890;
it("tells at the start, once, that the bot may not post, and goes on", async () => {
  const { server, environment } = await openScene("polling");
  server.community(channelId, {
    type: "channel",
    member: { status: "administrator", can_post_messages: false },
  });
  const bot = startBot({ ...environment, COMMUNITY_TELEGRAM_CHAT: String(channelId) });
  await bot.says("COMMUNITY_TELEGRAM_CHAT: ");
  server.person(1, { languageCode: "en" }).says("/start");
  await server.person(1).next();
  const warnings = bot
    .errors()
    .split("\n")
    .filter((line) => line.includes("COMMUNITY_TELEGRAM_CHAT"));
  expect(warnings).toEqual([
    expect.stringContaining("the bot may not post there, make it an administrator who may"),
  ]);
  expect(bot.errors()).not.toContain("1001234567890");
});
