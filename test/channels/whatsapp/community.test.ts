import { expect, it, vi } from "vitest";
import { manyTurns } from "../../support/until.ts";
import { startChannel } from "./client-double.ts";

const group = "120363000000000001@g.us";
const newsletter = "120363000000000002@newsletter";
const own = { id: { _serialized: "33900000000@c.us" } };
const other = { id: { _serialized: "33600000001@c.us" }, isAdmin: true };
const hello = { text: [{ type: "text", text: "Hello" }] } as const;

const warnings = (logged: readonly string[]) => logged.filter((line) => line.startsWith("warn"));

it("posts in the community’s chat, and in no other group or channel", async () => {
  const { channel, client } = await startChannel({ communityChat: group });
  await channel.send(`whatsapp:${group}`, hello, "announcement");
  expect(client().sent.map(({ chat }) => chat)).toEqual([group]);
  for (const chat of ["120363000000000009@g.us", newsletter, "status@broadcast"])
    await expect(channel.send(`whatsapp:${chat}`, hello)).rejects.toMatchObject({
      problem: { reason: "rejected" },
    });
  expect(client().sent).toHaveLength(1);
});

it("posts nowhere where no community is set", async () => {
  const { channel, client } = await startChannel();
  await expect(channel.send(`whatsapp:${group}`, hello)).rejects.toThrow("not a chat with one person");
  expect(client().sent).toEqual([]);
});

it.each([
  ["a group where only administrators write", group, { isReadOnly: true, participants: [own, other] }],
  ["a channel that it only follows", newsletter, { channelMetadata: { membershipType: "subscriber" } }],
])("warns once that the bot may not post in %s", async (_, chat, community) => {
  const { client, logged } = await startChannel({ communityChat: chat }, { [chat]: community });
  await expect.poll(() => warnings(logged)).toHaveLength(1);
  expect(warnings(logged)[0]).toContain("COMMUNITY_WHATSAPP_CHAT: the bot may not post there");
  client().becomeReady();
  await manyTurns();
  expect(warnings(logged)).toHaveLength(1);
});

it.each([
  ["a group where everybody writes", group, { isReadOnly: false, participants: [own, other] }],
  ["a group that it administers", group, { isReadOnly: true, participants: [{ ...own, isAdmin: true }] }],
  ["a group that hides its members’ numbers", group, { isReadOnly: true, participants: [other] }],
  ["a channel of its own", newsletter, { channelMetadata: { membershipType: "owner" } }],
])("has nothing to say about %s", async (_, chat, community) => {
  const { client, logged } = await startChannel({ communityChat: chat }, { [chat]: community });
  const asked = vi.spyOn(client(), "getChatById");
  client().becomeReady();
  await manyTurns();
  expect(warnings(logged)).toEqual([]);
  // It was asked at the first time only.
  expect(asked).not.toHaveBeenCalled();
});
