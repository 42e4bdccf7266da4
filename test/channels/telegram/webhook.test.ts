import { describe, expect, it, onTestFinished } from "vitest";
import { serveHttp } from "../../../src/http/serve-http.ts";
import type { Inbox } from "../../../src/ports.ts";
import type { BotApiServer } from "../../support/bot-api-server.ts";
import { createTroubleLog } from "../../support/bot-under-test.ts";
import { createGate } from "../../support/create-gate.ts";
import { freePort } from "../../support/free-port.ts";
import { manyTurns, until } from "../../support/until.ts";
import { createChannel, createInbox, openServer, promptlyMs } from "./running-channel.ts";

const secret = "a-secret_of-ours";

async function webhookAt(path: string) {
  const port = await freePort();
  return { url: `http://127.0.0.1:${port}${path}`, secret };
}

/** Starts a channel whose route is served. */
async function start(
  server: BotApiServer,
  webhook: { readonly url: string; readonly secret: string },
  inbox: Inbox,
) {
  const { channel, logged } = createChannel(server, { webhook });
  if (channel.app === undefined) throw new Error("the channel has no route");
  const { log } = createTroubleLog();
  const port = Number(new URL(webhook.url).port);
  const http = await serveHttp({ host: "127.0.0.1", port, routes: [channel.app], log });
  onTestFinished(() => http.close());
  await channel.start(inbox);
  return { channel, logged, http };
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
    await start(server, webhook, createInbox().inbox);
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
    const { inbox, received } = createInbox(async ({ text }) => {
      if (text === "slow") await gate.opened;
      return "answered";
    });
    await start(server, webhook, inbox);
    server.person(1).says("slow");
    await until(() => received.length === 1);
    server.person(2).says("fast");
    await until(() => received.length === 2 && server.updates.pendingCount() === 1);
    await manyTurns();
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
    await start(server, webhook, inbox);
    server.person(1).says("hello");
    await until(() => server.updates.pendingCount() === 0);
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    expect(failures).toBe(4);
  });

  it("takes a text and a press of one person while both are in flight, and hands over one after the other", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    const gate = createGate();
    const { inbox, received } = createInbox(async ({ text }) => {
      if (text === "hello") await gate.opened;
      return "answered";
    });
    const { channel } = await start(server, webhook, inbox);
    const person = server.person(1);
    person.says("/start");
    await until(() => server.updates.pendingCount() === 0);
    await channel.send("telegram:1", {
      text: [{ type: "text", text: "?" }],
      choices: [{ id: "a", label: "A" }],
    });
    person.says("hello");
    person.presses("A");
    await until(() => received.length === 2);
    gate.open();
    await until(() => server.updates.pendingCount() === 0);
    expect(received.map(({ text, tapped }) => text ?? tapped)).toEqual(["/start", "hello", "a"]);
  });

  it("refuses strangers, other paths, other methods and what is no update", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    const { inbox, received } = createInbox();
    await start(server, webhook, inbox);
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
    const gate = createGate();
    const { inbox, received } = createInbox(async () => {
      await gate.opened;
      return "answered";
    });
    const { channel, http } = await start(server, webhook, inbox);
    for (let id = 1; id <= 400; id += 1) server.person(id).says("hello");
    await until(() => received.length >= 100);
    const begun = performance.now();
    const stopping = channel.stop();
    gate.open();
    await stopping;
    expect(performance.now() - begun).toBeLessThan(promptlyMs);
    await http.close();
    const pending = server.updates.pendingCount();
    expect(pending).toBeGreaterThan(0);
    const after = createInbox();
    await start(server, webhook, after.inbox);
    await until(() => server.updates.pendingCount() === 0);
    expect(new Set([...received, ...after.received].map(({ id }) => id)).size).toBe(400);
  });

  it("leaves with Telegram what is more than it can have in hand", async () => {
    const server = await openServer();
    const webhook = await webhookAt("/hook");
    const gate = createGate();
    const { inbox, received } = createInbox(async () => {
      await gate.opened;
      return "answered";
    });
    await start(server, webhook, inbox);
    const updateOf = (id: number) => update.replace("5", `${id}`).replaceAll('"id":7', `"id":${id + 1}`);
    const updates = Array.from({ length: 300 }, (_, id) => post(webhook.url, updateOf(id)));
    const refused: number[] = [];
    for (const status of updates) void status.then((each) => refused.push(each));
    await until(() => received.length === 256 && refused.length === 44);
    gate.open();
    const statuses = await Promise.all(updates);
    expect(statuses.filter((status) => status === 200)).toHaveLength(256);
    expect(statuses.filter((status) => status === 503)).toHaveLength(44);
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
