import { expect, it } from "vitest";
import type { Community } from "../../support/bot-api-community.ts";
import { manyTurns, until } from "../../support/until.ts";
import { createChannel, createInbox, openServer } from "./running-channel.ts";

const chatId = -1001234567890;

async function warningsAbout(community: Community | undefined): Promise<readonly string[]> {
  const server = await openServer();
  if (community !== undefined) server.community(chatId, community);
  // Without a chat, there is nothing to ask about its members.
  const lastCall = community === undefined ? "getChat" : "getChatMember";
  const { channel, logged } = createChannel(server, { communityChat: String(chatId) });
  await channel.start(createInbox().inbox);
  await until(() => server.callsOf(lastCall).some(({ status }) => status > 0));
  await manyTurns();
  return logged.filter((line) => line.startsWith("warn"));
}

const permissions = (allowed: boolean) => ({ permissions: { can_send_messages: allowed } });

it.each<[string, Community]>([
  ["a channel where it is a member", { type: "channel", member: { status: "member" } }],
  ["a group that it has left", { type: "group", member: { status: "left" } }],
  ["a group that is closed", { type: "supergroup", member: { status: "member" }, ...permissions(false) }],
  ["a group that has silenced it", { type: "supergroup", member: { status: "restricted" } }],
])("warns once that it may not post in %s", async (_, community) => {
  expect(await warningsAbout(community)).toEqual([
    expect.stringContaining("COMMUNITY_TELEGRAM_CHAT: the bot may not post there"),
  ]);
});

it("warns once that it is not let in, and says what to do", async () => {
  expect(await warningsAbout(undefined)).toEqual([
    expect.stringMatching(/COMMUNITY_TELEGRAM_CHAT: .*add the bot to it or correct the setting/),
  ]);
});

it.each<[string, Community]>([
  ["a channel", { type: "channel", member: { status: "administrator", can_post_messages: true } }],
  ["a group", { type: "supergroup", member: { status: "member" }, ...permissions(true) }],
  ["a group that is closed to others", { type: "group", member: { status: "administrator" } }],
])("has nothing to say about %s if it may post", async (_, community) => {
  expect(await warningsAbout(community)).toEqual([]);
});

it("posts for nothing where reminders are paid for", async () => {
  const server = await openServer();
  server.community(chatId, { type: "channel", member: { status: "creator" } });
  const { channel } = createChannel(server, { proactivePerSecond: 1_000 });
  await channel.start(createInbox().inbox);
  await channel.send(`telegram:${chatId}`, { text: [{ type: "text", text: "Bonjour" }] }, "announcement");
  expect(server.callsOf("sendMessage").map(({ params }) => params["allow_paid_broadcast"])).toEqual([
    undefined,
  ]);
});
