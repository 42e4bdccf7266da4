import { describe, expect, it } from "vitest";
import { createGate } from "../../support/create-gate.ts";
import { until } from "../../support/until.ts";
import { createChannel, createInbox, openServer, promptlyMs } from "./running-channel.ts";

const quick = { holdSeconds: 60, graceSeconds: 60, callSeconds: 60, patienceMs: 5_000, retryMs: 30 };

describe("long polling", () => {
  it("works on many conversations at once", async () => {
    const server = await openServer();
    const gate = createGate();
    let together = 0;
    const { inbox } = createInbox(async () => {
      together += 1;
      if (together === 60) gate.open();
      await gate.opened;
      return "answered";
    });
    for (let id = 1; id <= 60; id += 1) server.person(id).says("hello");
    await createChannel(server, { timing: quick }).channel.start(inbox);
    await until(() => server.updates.pendingCount() === 0);
    expect(together).toBe(60);
  });

  it("asks with a higher offset only after the commits", async () => {
    const server = await openServer();
    const gate = createGate();
    const { inbox, received } = createInbox(async ({ text }) => {
      if (text === "slow") await gate.opened;
      return "answered";
    });
    await createChannel(server, { timing: { ...quick, patienceMs: 20 } }).channel.start(inbox);
    server.person(1).says("slow");
    server.person(2).says("fast");
    await until(() => received.length >= 1);
    // It asks again meanwhile, and confirms nothing by that.
    const asked = server.callsOf("getUpdates").length;
    await until(() => server.callsOf("getUpdates").length > asked + 1);
    expect(server.updates.pendingCount()).toBe(2);
    gate.open();
    await until(() => server.updates.pendingCount() === 0);
    expect(received.map(({ text }) => text)).toEqual(["slow", "fast"]);
  });

  it("does not let one slow update keep the others waiting for long", async () => {
    const server = await openServer();
    const gate = createGate();
    const { inbox, received } = createInbox(async ({ text }) => {
      if (text === "slow") await gate.opened;
      return "answered";
    });
    await createChannel(server, { timing: { ...quick, patienceMs: 20 } }).channel.start(inbox);
    server.person(1).says("slow");
    await until(() => received.length === 1);
    server.person(2).says("fast");
    await until(() => received.length === 2);
    gate.open();
    await until(() => server.updates.pendingCount() === 0);
    expect(received.map(({ text }) => text)).toEqual(["slow", "fast"]);
  });

  it("gets again what was never committed", async () => {
    const server = await openServer();
    server.person(1).says("hello");
    const gate = createGate();
    const killed = createInbox(async () => {
      await gate.opened;
      return "answered";
    });
    const first = createChannel(server, { timing: quick });
    await first.channel.start(killed.inbox);
    await until(() => killed.received.length === 1);
    const { inbox, received } = createInbox();
    await createChannel(server, { timing: quick }).channel.start(inbox);
    await until(() => received.length === 1);
    expect(received[0]?.id).toBe(killed.received[0]?.id);
    gate.open();
  });

  it("tries again what the inbox could not commit, while the others go through", async () => {
    const server = await openServer();
    let failures = 0;
    let commits = 0;
    const { inbox } = createInbox(async ({ text }) => {
      if (text !== "hard") {
        commits += 1;
        return "answered";
      }
      failures += 1;
      if (failures < 3) throw new Error("secret words");
      return "answered";
    });
    const { channel, logged } = createChannel(server, { timing: quick });
    await channel.start(inbox);
    server.person(1).says("hard");
    server.person(2).says("easy");
    await until(() => server.updates.pendingCount() === 0);
    expect(failures).toBe(3);
    expect(commits).toBe(1);
    expect(logged.join()).not.toContain("secret words");
  });

  it("lets go of an update that fails for ever while others go through", async () => {
    const server = await openServer();
    const { inbox, received } = createInbox(async ({ text }) => {
      if (text === "poison") throw new Error("never");
      return "answered";
    });
    const { channel, logged } = createChannel(server, { timing: quick });
    server.person(1).says("poison");
    for (let id = 2; id <= 121; id += 1) server.person(id).says("hello");
    await channel.start(inbox);
    await expect.poll(() => server.updates.pendingCount()).toBe(0);
    expect(new Set(received.map(({ id }) => id)).size).toBe(121);
    expect(logged.filter((line) => line.includes("is given up"))).toHaveLength(1);
  });

  it("never lets go of an update while nothing can be committed", async () => {
    const server = await openServer();
    let away = true;
    const { inbox, received } = createInbox(async () => {
      if (away) throw new Error("the store is away");
      return "answered";
    });
    await createChannel(server, { timing: quick }).channel.start(inbox);
    server.person(1).says("hello");
    server.person(2).says("hello");
    await until(() => received.length >= 4);
    expect(server.updates.pendingCount()).toBe(2);
    away = false;
    await expect.poll(() => server.updates.pendingCount()).toBe(0);
  });

  it("forgets nothing when it is stopped, and confirms what is committed", async () => {
    const server = await openServer();
    const gate = createGate();
    const { inbox, received } = createInbox(async () => {
      await gate.opened;
      return "answered";
    });
    const { channel } = createChannel(server, { timing: quick });
    await channel.start(inbox);
    for (let id = 1; id <= 300; id += 1) server.person(id).says("hello");
    await until(() => received.length >= 1);
    const begun = performance.now();
    const stopping = channel.stop();
    gate.open();
    await stopping;
    expect(performance.now() - begun).toBeLessThan(promptlyMs);
    expect(server.updates.pendingCount()).toBe(300 - received.length);
    const after = createInbox();
    await createChannel(server, { timing: quick }).channel.start(after.inbox);
    await until(() => server.updates.pendingCount() === 0);
    const ids = [...received, ...after.received].map(({ id }) => id);
    expect(ids).toHaveLength(300);
    expect(new Set(ids).size).toBe(300);
  });

  it("stops at once while it waits for news", async () => {
    const server = await openServer();
    const { channel } = createChannel(server, { timing: quick });
    await channel.start(createInbox().inbox);
    await until(() => server.callsOf("getUpdates").length === 1);
    const begun = performance.now();
    await channel.stop();
    expect(performance.now() - begun).toBeLessThan(promptlyMs);
  });

  it("ignores unknown kinds of updates, and goes on", async () => {
    const server = await openServer();
    const { inbox, received } = createInbox();
    await createChannel(server, { timing: quick }).channel.start(inbox);
    server.updates.pushAnything("other", { hologram: { id: 1 } });
    server.updates.pushAnything("other", { message: "not a message" });
    server.person(1).says("hello");
    await until(() => server.updates.pendingCount() === 0);
    expect(received.map(({ text }) => text)).toEqual(["hello"]);
  });

  it("asks only for the kinds of updates that it reads", async () => {
    const server = await openServer();
    await createChannel(server, { timing: quick }).channel.start(createInbox().inbox);
    await until(() => server.callsOf("getUpdates").length === 1);
    expect(server.callsOf("getUpdates")[0]?.params).toMatchObject({
      limit: 100,
      allowed_updates: ["message", "edited_message", "callback_query", "my_chat_member"],
    });
  });
});

describe("polling in a bad world", () => {
  it("starts again when polling falls silent", async () => {
    const server = await openServer();
    server.faults.add({ kind: "hang", method: "getUpdates" });
    const { inbox, received } = createInbox();
    const { channel, logged } = createChannel(server, {
      timing: { ...quick, graceSeconds: 0.05, holdSeconds: 0.05 },
    });
    await channel.start(inbox);
    server.person(1).says("hello");
    await until(() => received.length === 1);
    expect(logged.join("\n")).toContain("no answer (time-out)");
    await until(() => channel.state().ready);
  });

  it("lives through errors of server and network, and says once what is wrong", async () => {
    const server = await openServer();
    server.faults.add({
      kind: "error",
      method: "getUpdates",
      code: 500,
      description: "Internal Server Error",
    });
    server.faults.add({ kind: "not-json", method: "getUpdates" });
    server.faults.add({ kind: "cut", method: "getUpdates" });
    server.faults.add({
      kind: "error",
      method: "getUpdates",
      code: 429,
      description: "Too Many Requests",
      retryAfter: 0,
    });
    const { inbox, received } = createInbox();
    const { channel, logged } = createChannel(server, { timing: quick });
    await channel.start(inbox);
    await until(() => !channel.state().ready);
    server.person(1).says("hello");
    await expect.poll(() => received.length).toBe(1);
    expect(logged.filter((line) => line.startsWith("warn"))).toHaveLength(4);
    expect(logged.join()).not.toContain(server.token);
    expect(channel.state()).toMatchObject({ ready: true });
    expect(channel.state().trouble).toBeUndefined();
  });

  it("takes nothing twice when the answer to a poll got lost", async () => {
    const server = await openServer();
    server.faults.add({ kind: "drop-answer", method: "getUpdates" });
    const { inbox, received } = createInbox();
    await createChannel(server, { timing: quick }).channel.start(inbox);
    server.person(1).says("hello");
    await until(() => server.updates.pendingCount() === 0);
    expect(received).toHaveLength(1);
  });

  it("says clearly that another process polls", async () => {
    const server = await openServer();
    const erred: string[] = [];
    const meter = { erred: (kind: string) => void erred.push(kind) };
    const { channel, logged } = createChannel(server, { timing: quick, meter });
    await channel.start(createInbox().inbox);
    await until(() => server.callsOf("getUpdates").length === 1);
    await fetch(`${server.url}/bot${server.token}/getUpdates?timeout=0`);
    await until(() => logged.some((line) => line.includes("another process polls with the same token")));
    expect(channel.state().trouble).toBe("polled-elsewhere");
    expect(new Set(erred)).toEqual(new Set(["polling"]));
    await expect.poll(() => channel.state().ready).toBe(true);
  });

  it("says clearly that a webhook has been set meanwhile", async () => {
    const server = await openServer();
    const { channel, logged } = createChannel(server, { timing: { ...quick, holdSeconds: 0.05 } });
    await channel.start(createInbox().inbox);
    await fetch(`${server.url}/bot${server.token}/setWebhook?url=https://bot.test/hook`);
    await until(() => logged.some((line) => line.includes("a webhook has been set for this bot")));
    expect(channel.state().ready).toBe(false);
  });

  it("removes a webhook that is still set when it starts, and keeps what is pending", async () => {
    const server = await openServer();
    await fetch(`${server.url}/bot${server.token}/setWebhook?url=http://127.0.0.1:9/hook`);
    server.person(1).says("hello");
    const { inbox, received } = createInbox();
    await createChannel(server, { timing: quick }).channel.start(inbox);
    await until(() => received.length > 0);
    expect(received.map(({ text }) => text)).toEqual(["hello"]);
  });

  it("starts all the same if Telegram is unreachable, says it once, and receives as soon as it answers", async () => {
    const server = await openServer();
    server.faults.add({ kind: "cut", method: "getMe", times: 2 });
    const { inbox, received } = createInbox();
    const { channel, logged } = createChannel(server, { timing: quick });
    await channel.start(inbox);
    expect(channel.state()).toMatchObject({ ready: false, trouble: "unreachable" });
    server.person(1).says("hello");
    await until(() => received.length === 1);
    expect(channel.state().ready).toBe(true);
    expect(logged.filter((line) => line.includes("is unreachable; retrying"))).toHaveLength(1);
  });

  it("says what to do about a token that turns out to be wrong only after the start", async () => {
    const server = await openServer();
    server.faults.add({ kind: "cut", method: "getMe" });
    const refused = { kind: "error", code: 401, description: "Unauthorized" } as const;
    server.faults.add({ ...refused, method: "getMe", times: 100 });
    const { channel, logged } = createChannel(server, { timing: quick });
    await channel.start(createInbox().inbox);
    await until(() => logged.some((line) => line.startsWith("error")));
    expect(logged.at(-1)).toContain("TELEGRAM_BOT_TOKEN: Telegram does not know this token");
    expect(channel.state()).toMatchObject({ ready: false, trouble: "unknown-token" });
  });

  it("can be stopped while it keeps trying", async () => {
    const server = await openServer();
    server.faults.add({ kind: "hang", method: "getMe" });
    const { channel } = createChannel(server);
    const started = channel.start(createInbox().inbox);
    await until(() => server.callsOf("getMe").length === 1);
    await channel.stop();
    await started;
    expect(channel.state().ready).toBe(false);
  });

  it.each(["42:WRONG", "nonsense"])("says what to do about the wrong token %s", async (token) => {
    const server = await openServer();
    const { channel } = createChannel(server, { token });
    await expect(channel.start(createInbox().inbox)).rejects.toThrow(
      "TELEGRAM_BOT_TOKEN: Telegram does not know this token, copy it from @BotFather",
    );
  });
});
