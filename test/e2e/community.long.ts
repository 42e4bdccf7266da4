import { expect, it } from "vitest";
import { openScene } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";
import { runTool } from "../support/run-tool.ts";

const channelId = -1001234567890;

it("keeps a post for the bot that starts later, and says what it cannot do", async () => {
  const { server, environment } = await openScene("polling");
  const community = server.community(channelId, {
    type: "channel",
    member: { status: "administrator", can_post_messages: true },
  });
  const settings = { ...environment, COMMUNITY_TELEGRAM_CHAT: String(channelId) };
  const args = ["--channel", "telegram", "--text", "Bonjour", "--yes"];
  expect(await runTool("announce", args, settings)).toEqual({
    code: 1,
    printed: expect.stringContaining("does not exist yet: start the bot first"),
  });
  const first = startBot(settings);
  await first.says("the bot is up");
  await first.end("SIGTERM");
  expect((await runTool("announce", args, settings)).code).toBe(0);
  startBot(settings);
  expect((await community.next()).text).toBe("Bonjour");
  const wrong: [readonly string[], Readonly<Record<string, string>>, string][] = [
    [args, environment, "COMMUNITY_TELEGRAM_CHAT: needed"],
    [["--channel", "mail", "--text", "x"], settings, "Usage: npm run announce"],
    [["--channel", "telegram", "--text", "x".repeat(4_097)], settings, "at most 4096 characters"],
  ];
  for (const [words, given, says] of wrong)
    expect(await runTool("announce", words, given)).toEqual({
      code: 1,
      printed: expect.stringContaining(says),
    });
});

it("follows a group that has become a supergroup, and says to correct the setting", async () => {
  const { server, environment } = await openScene("polling");
  const [group, supergroup] = [-1234567, -1009876543210];
  server.community(group, { type: "group", member: { status: "member" } });
  const grown = server.community(supergroup, { type: "supergroup", member: { status: "member" } });
  const settings = { ...environment, COMMUNITY_TELEGRAM_CHAT: String(group) };
  const bot = startBot(settings);
  await bot.says("the bot is up");
  server.migrate(group, supergroup);
  await runTool("announce", ["--channel", "telegram", "--text", "Bonjour", "--yes"], settings);
  expect((await grown.next()).text).toBe("Bonjour");
  expect(bot.errors()).toContain("the community's chat has a new id: correct it in the settings");
});
