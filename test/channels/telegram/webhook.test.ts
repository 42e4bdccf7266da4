import { connect, createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createChannel, createGate, createInbox, openServer, until } from "./running-channel.ts";

const secret = "a-secret_of-ours";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function webhookAt(path: string) {
  const port = await freePort();
  return { url: `http://127.0.0.1:${port}${path}`, secret, host: "127.0.0.1", port };
}

function post(url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const all = { "x-telegram-bot-api-secret-token": secret, ...headers };
  return fetch(url, { method: "POST", body, headers: all }).then(({ status }) => status);
}

const update = JSON.stringify({
  update_id: 5,
  message: { message_id: 1, date: 1, chat: { id: 7, type: "private" }, from: { id: 7 }, text: "hello" },
});

describe("receiving by webhook", () => {
  it("registers with its secret and a hundred connections", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    await createChannel(server, { webhook }).channel.start(createInbox().inbox);
    expect(server.callsOf("setWebhook")[0]?.params).toMatchObject({
      url: webhook.url,
      secret_token: secret,
      max_connections: 100,
      allowed_updates: ["message", "edited_message", "callback_query", "my_chat_member"],
    });
    expect(server.callsOf("getUpdates")).toHaveLength(0);
  });

  it("answers 200 only after the commit", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    const gate = createGate();
    const { inbox, received } = createInbox(async () => {
      await gate.opened;
      return "answered";
    });
    await createChannel(server, { webhook }).channel.start(inbox);
    server.person(1).says("hello");
    await until(() => received.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.updates.pendingCount()).toBe(1);
    gate.open();
    await until(() => server.updates.pendingCount() === 0);
  });

  it("gets again what it could not commit", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    let failures = 0;
    const { inbox, received } = createInbox(async () => {
      failures += 1;
      if (failures < 4) throw new Error("the store is away");
      return "answered";
    });
    await createChannel(server, { webhook }).channel.start(inbox);
    server.person(1).says("hello");
    await until(() => server.updates.pendingCount() === 0);
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    expect(failures).toBe(4);
  });

  it("takes a text and a press of one person while both are in flight", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    const gate = createGate();
    let together = 0;
    const { inbox } = createInbox(async ({ text }) => {
      if (text === "/start") return "answered";
      together += 1;
      if (together === 2) gate.open();
      await gate.opened;
      return "answered";
    });
    const { channel } = createChannel(server, { webhook });
    await channel.start(inbox);
    const person = server.person(1);
    person.says("/start");
    await until(() => server.updates.pendingCount() === 0);
    await channel.send("telegram:1", {
      text: [{ type: "text", text: "?" }],
      choices: [{ id: "a", label: "A" }],
    });
    person.says("hello");
    person.presses("A");
    await until(() => together === 2);
  });

  it("refuses strangers, other paths, other methods and what is no update", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    const { inbox, received } = createInbox();
    await createChannel(server, { webhook }).channel.start(inbox);
    const { url } = webhook;
    expect(await post(url, update, { "x-telegram-bot-api-secret-token": "guess" })).toBe(401);
    expect(await post(url, update, { "x-telegram-bot-api-secret-token": "" })).toBe(401);
    expect(await fetch(url, { method: "POST", body: update }).then(({ status }) => status)).toBe(401);
    expect(await post(`${url}/more`, update)).toBe(404);
    expect(await fetch(url).then(({ status }) => status)).toBe(405);
    expect(await post(url, "{")).toBe(400);
    expect(await post(url, '{"update_id":"5"}')).toBe(400);
    expect(await post(url, "")).toBe(400);
    expect(await post(url, `"${"x".repeat(1_100_000)}"`)).toBe(413);
    expect(received).toHaveLength(0);
    expect(await post(url, '{"update_id":6,"hologram":{}}')).toBe(200);
    expect(await post(url, update)).toBe(200);
    expect(received).toHaveLength(1);
  });

  it("stops promptly under load, and loses nothing that it has answered", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    const { inbox, received } = createInbox(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return "answered";
    });
    const { channel } = createChannel(server, { webhook });
    await channel.start(inbox);
    for (let id = 1; id <= 400; id += 1) server.person(id).says("hello");
    await until(() => received.length >= 100);
    const begun = performance.now();
    await channel.stop();
    expect(performance.now() - begun).toBeLessThan(1_000);
    const pending = server.updates.pendingCount();
    expect(pending).toBeGreaterThan(0);
    const after = createInbox();
    await createChannel(server, { webhook }).channel.start(after.inbox);
    await until(() => server.updates.pendingCount() === 0);
    expect(new Set([...received, ...after.received].map(({ id }) => id)).size).toBe(400);
  });

  it("stops although somebody holds a connection and sends nothing", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    const { channel } = createChannel(server, { webhook });
    await channel.start(createInbox().inbox);
    const stranger = connect(webhook.port, "127.0.0.1");
    stranger.on("error", () => {});
    await new Promise((resolve) => stranger.once("connect", resolve));
    stranger.write("POST /hook HTTP/1.1\r\nHost: bot");
    const begun = performance.now();
    await channel.stop();
    expect(performance.now() - begun).toBeLessThan(500);
    stranger.destroy();
  });

  it("says what to do about a port that is taken", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(webhook.port, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { channel } = createChannel(server, { webhook });
    await expect(channel.start(createInbox().inbox)).rejects.toThrow(
      `PORT: ${webhook.port} is in use on 127.0.0.1, choose another`,
    );
  });

  it("says that Telegram refuses the address", async () => {
    const server = await openServer();
    const webhook = { ...(await webhookAt("/hook")), url: "http://bot.test/hook" };
    const { channel } = createChannel(server, { webhook });
    await expect(channel.start(createInbox().inbox)).rejects.toThrow(
      "TELEGRAM_WEBHOOK_URL: Telegram refuses it (setWebhook: 400 Bad Request: bad webhook: An HTTPS URL",
    );
  });
});
