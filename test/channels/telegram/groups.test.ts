import { describe, expect, it } from "vitest";
import { until } from "../../support/until.ts";
import { createChannel, createInbox, openServer, promptlyMs } from "./running-channel.ts";

async function begin(timing = {}) {
  const server = await openServer();
  const { inbox, received, gone } = createInbox();
  let now = Date.now();
  const clock = { now: () => now };
  const { channel, logged } = createChannel(server, { clock, timing: { holdSeconds: 5, ...timing } });
  await channel.start(inbox);
  const group = server.group(-1005);
  const later = (ms: number) => {
    now += ms;
  };
  /** A person writes in private; when that has come through, so has all that was said before. */
  async function passOn(): Promise<void> {
    const count = received.length;
    server.person(1).says("hello");
    await until(() => received.length > count);
  }
  return { server, channel, group, later, passOn, received, gone, logged };
}

const tooMany = (retryAfter: number) =>
  ({
    kind: "error",
    method: "sendMessage",
    code: 429,
    description: `Too Many Requests: retry after ${retryAfter}`,
    retryAfter,
  }) as const;
const call = "@objecteur_test_bot linkedin";

describe("in a group", () => {
  it("answers who speaks to it with the way into the private chat, as a reply", async () => {
    const { server, group, received } = await begin();
    group.says(call, { from: { id: 7, is_bot: false, language_code: "fr" } });
    const answer = await group.next();
    expect(answer.text).toBe("In private, please (fr)");
    expect(answer.rows).toEqual([[{ label: "Open", url: "https://t.me/objecteur_test_bot?start=linkedin" }]]);
    expect(server.callsOf("sendMessage")[0]?.params).toMatchObject({
      reply_parameters: { message_id: 1, allow_sending_without_reply: true },
    });
    expect(received).toEqual([]);
  });

  it("hands nothing of a group over: neither what is said, nor its coming, going and growing", async () => {
    const { server, group, passOn, received, gone } = await begin();
    group.makesBot("member");
    group.notes({ new_chat_members: [{ id: 42, is_bot: true, first_name: "Bot" }] });
    group.says("instagram");
    group.says(call);
    await group.next();
    group.makesBot("kicked");
    await passOn();
    expect(received.map(({ conversationId }) => conversationId)).toEqual(["telegram:1"]);
    expect(gone).toEqual([]);
    expect(group.unread()).toEqual([]);
    expect(server.callsOf("sendMessage")).toHaveLength(1);
  });

  it("answers once a minute, each group for itself", async () => {
    const { server, group, later, passOn } = await begin();
    group.says(call);
    await group.next();
    later(59_000);
    group.says(call);
    server.group(-1006).says(call);
    await server.group(-1006).next();
    await passOn();
    expect(group.unread()).toEqual([]);
    later(60_000);
    group.says(call);
    await group.next();
  });

  it("waits exactly as long as Telegram says, and holds no one up meanwhile", async () => {
    const { server, group, passOn } = await begin();
    server.faults.add(tooMany(3));
    const began = performance.now();
    group.says(call);
    await until(() => server.callsOf("sendMessage").length === 1);
    group.says(call);
    await passOn();
    expect(group.unread()).toEqual([]);
    const { at } = await group.next();
    expect(at - began).toBeGreaterThanOrEqual(3_000);
    expect(server.callsOf("sendMessage")).toHaveLength(2);
  });

  it("tries again if Telegram is unreachable", async () => {
    const { server, group } = await begin();
    server.faults.add({ kind: "cut", method: "sendMessage" });
    group.says(call);
    expect((await group.next()).text).toContain("In private, please");
  });

  it("follows a group that has grown meanwhile", async () => {
    const { server } = await begin();
    const small = server.group(-5, "group");
    server.migrate(-5, -1007);
    small.says(call);
    expect((await server.group(-1007).next()).text).toContain("In private, please");
  });

  it("tells the operator if a wait is too long for an answer, and says nothing of the group", async () => {
    const { server, group, logged } = await begin();
    server.faults.add(tooMany(301));
    group.says(call);
    await until(() => logged.some((line) => line.includes("a group gets no answer")));
    expect(logged.join()).not.toMatch(/-1005|linkedin/);
    expect(group.unread()).toEqual([]);
  });

  it("lets a group be that has taken it out", async () => {
    const { server, group, passOn, logged } = await begin();
    group.makesBot("left");
    group.says(call);
    await until(() => server.callsOf("sendMessage").length === 1);
    await passOn();
    expect(server.callsOf("sendMessage")).toHaveLength(1);
    expect(logged.filter((line) => line.startsWith("error"))).toEqual([]);
  });

  it("survives a mistake of ours, and tells the operator", async () => {
    const server = await openServer();
    const { channel, logged } = createChannel(server, {
      answerGroup() {
        throw new Error("there is no text group.text");
      },
    });
    await channel.start(createInbox().inbox);
    server.group(-1005).says(call);
    await until(() => logged.some((line) => line.includes("answering a group has failed")));
    expect(channel.state().ready).toBe(true);
    await channel.stop();
  });

  it("ends at once while it waits for a group", async () => {
    const { server, channel, group } = await begin();
    server.faults.add(tooMany(60));
    group.says(call);
    await until(() => server.callsOf("sendMessage").length === 1);
    const began = performance.now();
    await channel.stop();
    expect(performance.now() - began).toBeLessThan(promptlyMs);
  });
});
