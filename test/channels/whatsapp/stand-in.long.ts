import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import whatsapp from "whatsapp-web.js";
import { findChromium } from "../../support/whatsapp-web/browser-args.ts";
import { type LibraryInChromium, launchLibrary } from "../../support/whatsapp-web/launch-library.ts";
import { createWhatsAppWeb, type WhatsAppWeb } from "../../support/whatsapp-web/whatsapp-web.ts";

const { MessageMedia, Poll } = whatsapp;

const chromium = findChromium();
const inCi = process.env["CI"] === "true";
test.runIf(inCi)("continuous integration has a Chromium", () => {
  expect(chromium).toBeDefined();
});

describe.skipIf(!chromium)("the library in Chromium (skipped only where there is no Chromium)", () => {
  let web: WhatsAppWeb;
  let dataPath: string;
  let bot: LibraryInChromium;

  beforeAll(async () => {
    web = await createWhatsAppWeb();
    dataPath = await mkdtemp(join(tmpdir(), "whatsapp-"));
    bot = launchLibrary(web, dataPath);
    await bot.next("qr");
    await web.scan();
    await bot.next("ready");
  });

  beforeEach(() => bot.forget());

  afterAll(async () => {
    await bot.client.destroy();
    await web.close();
    await rm(dataPath, { recursive: true, force: true });
  });

  test("is linked by a scan and connected under the account's own id", async () => {
    expect(bot.client.info.wid._serialized).toBe(web.me);
    expect(await bot.client.getState()).toBe("CONNECTED");
  });

  test.each(["33600000001@c.us", "1234567@lid"])("carries words from %s and back", async (id) => {
    const person = web.person(id);
    await person.says("bonjour");
    expect((await bot.next("message"))[0]).toMatchObject({ from: id, body: "bonjour", type: "chat" });
    const chat = await bot.client.getChatById(id);
    await chat.sendStateTyping();
    await bot.client.sendMessage(id, "*oui*", {
      linkPreview: false,
      sendSeen: false,
      waitUntilMsgSent: true,
    });
    expect(await person.next()).toMatchObject({ text: "*oui*" });
    expect((await bot.next("message_ack"))[1]).toBe(1);
    expect((await bot.next("message_ack"))[1]).toBe(2);
    const acts = web.acts.filter((act) => act.chat === id);
    expect(acts.map(({ kind }) => kind)).toEqual(["typing", "message"]);
  });

  test("refuses a chat with somebody it does not know, such as a lid's digits as a number", async () => {
    await expect(bot.client.sendMessage("1234567@c.us", "oui")).rejects.toThrow("No LID for user");
  });

  test("carries a poll, each vote as it is cast, and the last one when it is read back", async () => {
    const person = web.person("33600000002@c.us");
    await person.says("poll");
    const poll = new Poll("Which?", ["Facebook", "Instagram"], {
      allowMultipleAnswers: true,
      messageSecret: undefined,
    });
    const sent = await bot.client.sendMessage(person.id, poll, { sendSeen: false });
    const question = { question: "Which?", options: ["Facebook", "Instagram"], multiple: true };
    expect(await person.next()).toMatchObject({ poll: question });
    await person.votes(["Instagram", "Facebook"]);
    expect((await bot.next("vote_update"))[0]).toMatchObject({
      voter: { _serialized: person.id },
      selectedOptions: [{ name: "Instagram" }, { name: "Facebook" }],
      parentMsgKey: { _serialized: sent.id._serialized },
    });
    await person.votes([]);
    expect((await bot.next("vote_update"))[0]).toMatchObject({ selectedOptions: [] });
    await person.votes(["Facebook"]);
    const votes = await bot.client.getPollVotes(sent.id._serialized);
    expect(votes).toMatchObject([{ voter: person.id, selectedOptions: [{ name: "Facebook" }] }]);
    await web.forget(sent.id._serialized);
    bot.forget();
    await person.votes(["Instagram"]);
    const [vote] = await bot.next("vote_update");
    expect(vote).toMatchObject({ selectedOptions: [{ name: undefined, localId: 1 }] });
    expect(vote).not.toHaveProperty("parentMessage.id");
  });

  test("carries a file", async () => {
    const person = web.person("33600000001@c.us");
    const content = Buffer.from("BEGIN:VCALENDAR é").toString("base64");
    const file = new MessageMedia("text/calendar", content, "rappel.ics");
    await bot.client.sendMessage(person.id, file, {
      sendMediaAsDocument: true,
      sendSeen: false,
      caption: "Voici",
    });
    const seen = { name: "rappel.ics", mimeType: "text/calendar", content: "BEGIN:VCALENDAR é" };
    expect(await person.next()).toMatchObject({ text: "Voici", file: seen });
  });

  test("tells apart what is not a person's text", async () => {
    const person = web.person("33600000003@c.us");
    await web.says({ group: "123456@g.us" }, person.id, "salut");
    expect((await bot.next("message"))[0]).toMatchObject({ from: "123456@g.us", author: person.id });
    await web.says("status", person.id, "ma vie");
    expect((await bot.next("message"))[0]).toMatchObject({ from: "status@broadcast", isStatus: true });
    await person.notice("e2e_notification");
    expect((await bot.next("message"))[0]).toMatchObject({ from: person.id, type: "e2e_notification" });
    await person.sends("voice");
    expect((await bot.next("message"))[0]).toMatchObject({ from: person.id, type: "ptt", hasMedia: true });
    await person.calls();
    expect((await bot.next("call"))[0]).toMatchObject({ from: person.id });
    await web.ownerSays(person.id, "c'est moi");
    expect(bot.count("message")).toBe(0);
    const chats = await bot.client.getChats();
    expect(chats.map(({ id, isGroup }) => [id._serialized, isGroup])).toContainEqual(["123456@g.us", true]);
  });

  test("fails to send as it is told", async () => {
    const person = web.person("33600000004@c.us");
    await person.says("bonjour");
    await web.failSends("throw");
    await expect(bot.client.sendMessage(person.id, "un")).rejects.toThrow("Data passed to getter");
    await web.failSends("error");
    await bot.client.sendMessage(person.id, "deux", { waitUntilMsgSent: true });
    expect((await bot.next("message_ack"))[1]).toBe(-1);
    await bot.client.sendMessage(person.id, "trois");
    expect(await person.next()).toMatchObject({ text: "trois" });
  });

  test("is ready again after a reload, and after being in sync once more", async () => {
    await web.reload();
    await bot.next("ready");
    await web.syncAgain();
    await bot.next("ready");
    await web.person("33600000001@c.us").says("encore");
    expect(await bot.client.getState()).toBe("CONNECTED");
  });

  test("finds what came while it was away, without a QR and without an event", async () => {
    const person = web.person("33600000001@c.us");
    await bot.client.destroy();
    const at = Date.now();
    for (let n = 1; n <= 30; n++) await person.says(`${n}`, at);
    bot = launchLibrary(web, dataPath);
    await bot.next("ready");
    const chat = await bot.client.getChatById(person.id);
    expect(chat).toMatchObject({ timestamp: Math.floor(at / 1_000), lastMessage: { body: "30" } });
    const messages = await chat.fetchMessages({ limit: 1_000 });
    const numbers = Array.from({ length: 30 }, (_, index) => String(index + 1));
    expect(messages.slice(-30).map(({ body }) => body)).toEqual(numbers);
    expect(messages.slice(0, 2).map(({ body, fromMe }) => [body, fromMe])).toEqual([
      ["bonjour", false],
      ["*oui*", true],
    ]);
    expect([bot.count("qr"), bot.count("message"), bot.count("message_create")]).toEqual([0, 0, 0]);
  });

  test("reads back a vote that was cast while it was away", async () => {
    const person = web.person("33600000005@c.us");
    await person.says("poll");
    await bot.client.sendMessage(person.id, new Poll("Language?", ["Français", "English"]), {
      sendSeen: false,
    });
    const { id } = await person.next();
    await bot.client.destroy();
    await person.votes(["English"]);
    bot = launchLibrary(web, dataPath);
    await bot.next("ready");
    expect(await bot.client.getPollVotes(id)).toMatchObject([{ selectedOptions: [{ name: "English" }] }]);
    expect(bot.count("vote_update")).toBe(0);
  });

  test("says nothing of a time-out but its state", async () => {
    await web.setState("TIMEOUT");
    expect(await bot.next("change_state")).toEqual(["TIMEOUT"]);
    expect(await bot.client.getState()).toBe("TIMEOUT");
    await web.setState("CONNECTED", "silently");
    expect(await bot.client.getState()).toBe("CONNECTED");
    expect(bot.count("disconnected")).toBe(0);
  });
});
