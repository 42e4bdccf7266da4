import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Community } from "../support/bot-api-community.ts";
import { openScene, query } from "../support/bot-api-scene.ts";
import { copyProject, startBot } from "../support/bot-process.ts";
import { runTool } from "../support/run-tool.ts";

const channelId = -1001234567890;
const channel: Community = {
  type: "channel",
  username: "objecteur_test",
  member: { status: "administrator", can_post_messages: true },
};

it("keeps a post for the bot that starts later, and says what it cannot do", async () => {
  const { server, environment } = await openScene("polling");
  const community = server.community(channelId, channel);
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
    [["--channel", "mail", "--text", "x"], settings, "Expected a channel and a text\nUsage:"],
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

/** The whole project in a folder of its own, with Meta's last day tomorrow. */
function projectBeforeTheDate(): string {
  const folder = copyProject();
  const file = `${folder}/src/campaigns/meta.json`;
  const campaign = JSON.parse(readFileSync(file, "utf8"));
  const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  // By the calendar of the zone in which it is six in the evening just now.
  Object.assign(campaign.dates, { lastDay: dayAfter(evening.days + 1), starts: dayAfter(evening.days + 2) });
  campaign.dates.zone = evening.zone;
  writeFileSync(file, JSON.stringify(campaign));
  return folder;
}

/** The zone in which it is about six in the evening, and how many days its calendar is ahead of UTC's. */
const evening = zoneInTheEvening();

function zoneInTheEvening() {
  const offset = 18 - new Date().getUTCHours();
  const ahead = offset > 12 ? offset - 24 : offset;
  return { zone: `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`, days: offset > 12 ? -1 : 0 };
}

it("posts the countdown once, although it is killed and started again", async () => {
  const { server, environment, file } = await openScene("polling");
  const community = server.community(channelId, channel);
  const settings = {
    ...environment,
    COMMUNITY_TELEGRAM_CHAT: String(channelId),
    COMMUNITY_TELEGRAM_LANGUAGE: "en",
    TIME_ZONE: evening.zone,
  };
  const folder = projectBeforeTheDate();
  const first = startBot(settings, { folder });
  const post = await community.next();
  expect(post.text).toContain("1 day left to object");
  expect(post.rows).toEqual([
    [{ label: "Object, step by step", url: "https://t.me/objecteur_test_bot?start=meta-en" }],
  ]);
  await expect.poll(() => query(file, "SELECT id FROM outbox")).toEqual([]);
  await first.end("SIGKILL");
  const second = startBot(settings, { folder });
  await second.says("the bot is up");
  server.person(1, { languageCode: "en" }).says("/start");
  await server.person(1).next();
  expect(community.unread()).toEqual([]);
  expect(query(file, "SELECT count(*) AS people FROM person WHERE conversation_id LIKE '%-%'")).toEqual([
    { people: 0 },
  ]);
  expect(second.errors()).not.toContain("COMMUNITY_TELEGRAM_CHAT");
});

it("posts an operator’s own text through the bot that runs, and shows it before; once it is put out, it says so and answers people as before", async () => {
  const { server, environment } = await openScene("polling");
  const community = server.community(channelId, channel);
  const settings = { ...environment, COMMUNITY_TELEGRAM_CHAT: "@objecteur_test" };
  const bot = startBot(settings);
  await bot.says("the bot is up");
  const args = ["--channel", "telegram", "--text", "Nouvelle date : <vendredi> & samedi"];
  const declined = await runTool("announce", args, settings, "no\n");
  expect(declined.printed).toContain(
    "To @objecteur_test, on telegram:\n\nNouvelle date : <vendredi> & samedi",
  );
  expect(declined.printed).toContain("Nothing was posted.");
  const silent = await runTool("announce", args, settings);
  expect(silent.printed).toContain("Nothing was posted.");
  const confirmed = await runTool("announce", args, settings, "yes\n");
  expect(confirmed).toEqual({ code: 0, printed: expect.stringContaining("Left for the bot") });
  expect((await community.next()).text).toBe("Nouvelle date : <vendredi> & samedi");
  expect((await runTool("announce", [...args, "--yes"], settings)).code).toBe(0);
  await community.next();
  expect(community.unread()).toEqual([]);

  server.community(channelId, { type: "channel", member: { status: "kicked" } });
  await runTool("announce", [...args, "--yes"], settings);
  await bot.says("the community's chat is not open to the bot");
  server.person(1, { languageCode: "en" }).says("/start");
  expect((await server.person(1).next()).text).toContain("I’m Objecteur");
});

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
