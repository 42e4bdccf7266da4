import { PassThrough, Writable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { createTelegramChannel } from "../src/channels/telegram/adapter.ts";
import { createTerminalChannel } from "../src/channels/terminal/adapter.ts";
import { createWebChannel } from "../src/channels/web/adapter.ts";
import { readSession } from "../src/channels/web/read.ts";
import { createBotApiServer } from "./support/bot-api-server.ts";
import { createTroubleLog, ungrouped, unmetered } from "./support/bot-under-test.ts";
import { type ChannelUnderContract, describeChannel } from "./support/channel-contract.ts";
import { readTelegramMessage } from "./support/telegram-driver.ts";
import { readPrinted } from "./support/terminal-driver.ts";
import { readMessageDto, serveWeb, webOptions } from "./support/web-driver.ts";
import { createWebPage } from "./support/web-page.ts";
import { openCloud, openCloudChat } from "./support/whatsapp-cloud-driver.ts";
import { openWhatsAppChat } from "./support/whatsapp-driver.ts";

async function openTelegram(): Promise<ChannelUnderContract> {
  const server = await createBotApiServer();
  const channel = createTelegramChannel({
    token: server.token,
    apiRoot: server.url,
    profiles: [],
    ...ungrouped,
    proactivePerSecond: 28,
    clock: { now: () => Date.now() },
    log: createTroubleLog().log,
    timing: { holdSeconds: 5 },
    ...unmetered,
  });
  const person = server.person(1);
  return {
    channel,
    conversationId: "telegram:1",
    says: (text) => void person.says(text),
    seen: () => person.unread().map(readTelegramMessage),
    async close() {
      await channel.stop();
      await server.close();
    },
  };
}

async function openTerminal(): Promise<ChannelUnderContract> {
  const input = new PassThrough();
  const printed: string[] = [];
  const output = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      printed.push(String(chunk).replace(/\n\n$/, ""));
      done();
    },
  });
  const channel = createTerminalChannel({
    input,
    output,
    isInteractive: false,
    firstWords: "/start",
    filesFolder: "",
    texts: { hint: "", unknown: "", time: () => "" },
    settle: async () => {},
    advance: async () => {},
    onEnd: () => {},
  });
  return {
    channel,
    conversationId: "terminal:you",
    says: (text) => void input.write(`${text}\n`),
    seen: () => printed.map(readPrinted),
    async close() {
      input.end();
      await channel.stop();
    },
  };
}

async function openWhatsApp(): Promise<ChannelUnderContract> {
  const chat = openWhatsAppChat();
  return { ...chat, close: () => chat.channel.stop() };
}

async function openWhatsAppCloud(): Promise<ChannelUnderContract> {
  const cloud = await openCloud();
  const chat = openCloudChat(cloud.api);
  // One after the other: the platform itself promises no order.
  let posted: Promise<unknown> = Promise.resolve();
  return {
    ...chat,
    channel: cloud.channel,
    says(text) {
      posted = posted.then(() => chat.person.says(text));
    },
    async close() {
      await cloud.channel.stop();
      await cloud.channel.close?.();
      await cloud.close();
    },
  };
}

async function openWeb(): Promise<ChannelUnderContract> {
  const channel = createWebChannel(webOptions());
  const server = await serveWeb(channel);
  const page = createWebPage({ url: server.url });
  const conversationId = readSession(page.session) ?? "web:none";
  let posted: Promise<unknown> = Promise.resolve();
  return {
    channel: {
      ...channel,
      // The stream is open, as it is when the page has said its first words.
      async start(inbox) {
        await channel.start(inbox);
        await page.open();
      },
    },
    conversationId,
    // One after the other, as the page does.
    says(text) {
      posted = posted.then(() => page.post({ text }));
    },
    seen: () => page.messages.map(readMessageDto),
    async close() {
      page.close();
      await channel.stop();
      await server.close();
    },
  };
}

describe("the terminal channel", () => {
  it("lets no control character act", async () => {
    const { channel, conversationId, seen, close } = await openTerminal();
    onTestFinished(close);
    await channel.start({
      receive: async () => "answered",
      gone: async () => {},
      noAlerts: async () => {},
      erase: async () => {},
      moved: async () => {},
      subscribe: async () => false,
      resend: async () => {},
      here: () => {},
    });
    const text = [{ type: "text", text: "a\u0007b\u001B[31mc\u009B2Jd\ne" } as const];
    await channel.send(conversationId, { text, choices: [{ id: "one", label: "f\u001Bg" }] });
    expect(seen()).toEqual([{ text: "ab[31mc2Jd\ne", links: [], buttons: ["fg"] }]);
  });
});

describeChannel("Telegram", openTelegram);
describeChannel("terminal", openTerminal);
describeChannel("web", openWeb);
describeChannel("WhatsApp", openWhatsApp);
describeChannel("official WhatsApp", openWhatsAppCloud);
