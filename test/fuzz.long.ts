import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Update } from "grammy/types";
import { describe, expect, it } from "vitest";
import { createGrammar } from "../src/app/understand.ts";
import { DataFileError, readCampaigns } from "../src/campaigns/read-files.ts";
import { createTelegramBot } from "../src/channels/telegram/bot.ts";
import { createWebhook } from "../src/channels/telegram/webhook.ts";
import { readEdit, readMessage, readSent, readVote } from "../src/channels/whatsapp/read.ts";
import { ContentError, readContent } from "../src/content/read-content.ts";
import { readJsonFile } from "../src/support/data-files.ts";
import {
  editedMessage,
  entity,
  groupMessage,
  membership,
  photo,
  press,
  privateMessage,
  question,
} from "./channels/telegram/documented-updates.ts";
import { createInbox } from "./channels/telegram/running-channel.ts";
import { messageOf } from "./channels/whatsapp/client-double.ts";
import { botInfo } from "./support/bot-api-bot.ts";
import { allAuthorities, general, openHosts } from "./support/bot-under-test.ts";
import { brokenJson } from "./support/broken-json.ts";
import { serveLoneWeb } from "./support/lone-web.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { localesFolder } from "./support/walk-conversation.ts";
import { newSession } from "./support/web-page.ts";

const runs = { numRuns: 400 };

describe("Whatever comes from outside is read or refused, and never a crash:", () => {
  it.each<[string, Update]>([
    ["a text", privateMessage({ text: "/start meta" })],
    ["a picture", privateMessage({ photo, caption: "look" })],
    ["an edited text", editedMessage({ text: "2" })],
    ["a press", press({ data: "1", message: question })],
    [
      "a group's text",
      groupMessage({
        text: "@objecteur_test_bot hello",
        entities: [entity("mention", "@objecteur_test_bot hello", "@objecteur_test_bot")],
      }),
    ],
    ["a blocking", membership("kicked")],
  ])("an update of Telegram (%s)", async (_, update) => {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const telegram = createTelegramBot({
      token: "42:TEST",
      client: { fetch: async () => ({ json: async () => ({ ok: true, result: true }) }) },
      botInfo,
      inbox: createInbox().inbox,
      answerGroup: async () => {},
      log,
    });
    const secret = "a-secret_of-ours";
    const webhook = createWebhook(
      { url: "https://bot.example.org/hook", secret },
      (read) => telegram.bot.handleUpdate(read),
      log,
    );
    await fc.assert(
      fc.asyncProperty(brokenJson(update), async (broken) => {
        const headers = { "x-telegram-bot-api-secret-token": secret };
        const body = JSON.stringify(broken) ?? "";
        const answer = await webhook.app.request("/hook", { method: "POST", headers, body });
        expect([200, 400]).toContain(answer.status);
      }),
      runs,
    );
    await telegram.settle(1_000);
  });

  const message = { type: "message", id: "1", kind: "answer", message: { text: [] }, signature: "x" };
  const botLine = { type: "bot", id: "1", order: 1, at: 1, told: message };
  const personLine = { type: "person", id: "12345678", order: 2, at: 1, words: "a", said: { text: "a" } };
  it.each([
    ["messages", { id: "0123456789", text: "bonjour", language: "fr", zone: "Europe/Paris" }],
    ["messages", { id: "0123456789", tapped: "1" }],
    ["seen", { ids: ["one", "two"] }],
    ["handover", { key: newSession(), lines: [botLine, personLine] }],
    ["claim", { key: newSession() }],
    ["clock", { ahead: 0 }],
  ])("a post of a page to %s", async (path, body) => {
    const { url } = await serveLoneWeb({ limits: { messagesPerMinute: 1_000_000 } });
    await fc.assert(
      fc.asyncProperty(brokenJson(body), async (broken) => {
        const answer = await fetch(`${url}/chat/${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", "x-session": newSession() },
          body: JSON.stringify(broken) ?? "",
        });
        await answer.arrayBuffer();
        expect(answer.status).toBeLessThan(500);
      }),
      runs,
    );
  });

  const vote = {
    voter: "33600000001@c.us",
    selectedOptions: [{ name: "Facebook", localId: 0 }],
    interractedAtTs: 1_747_000_000_123,
    parentMsgKey: { _serialized: "true_33600000001@c.us_POLL" },
  };
  it.each([
    ["a message", readMessage, messageOf("33600000001@c.us", "bonjour")],
    ["an edit", readEdit, messageOf("33600000001@c.us", "bonjour", { latestEditMsgKey: "x" })],
    ["a vote", readVote, vote],
    ["the answer to a sending", readSent, { id: { _serialized: "true_33600000001@c.us_A" }, ack: 1 }],
  ])("what WhatsApp tells (%s)", (_, read, sound) => {
    fc.assert(
      fc.property(brokenJson(sound), (broken) => {
        expect(() => read(broken)).not.toThrow();
      }),
      runs,
    );
  });
});

describe("A file that is written by hand is read, or refused with its name and place:", () => {
  /** Reads everything as a start does. Returns what is wrong in words. */
  function start(campaigns: string, locales: string): readonly string[] {
    try {
      const read = readCampaigns(campaigns);
      const content = readContent(locales, [...read.values()], { generalTopics: general.topics });
      createGrammar(
        content,
        { campaigns: read, authorities: allAuthorities, generalTopics: general.topics },
        openHosts,
      );
      return [];
    } catch (error) {
      if (error instanceof DataFileError || error instanceof ContentError) return error.message.split("\n");
      throw error;
    }
  }

  it.each([
    "campaigns/meta.json",
    "locales/fr/campaigns/meta.json",
    "locales/fr/conversation.json",
    "locales/fr/countries.json",
    "locales/fr/dates.json",
    "locales/fr/sentences/common.json",
    "locales/fr/sentences/commands.json",
  ])("%s", (file) => {
    const folder = temporaryFolder();
    cpSync(localesFolder, join(folder, "locales"), { recursive: true });
    mkdirSync(join(folder, "campaigns"));
    cpSync("src/campaigns/meta.json", join(folder, "campaigns/meta.json"));
    const path = join(folder, file);
    const sound = readJsonFile(path);
    if ("problem" in sound) throw new Error(sound.problem);
    fc.assert(
      fc.property(brokenJson(sound.content), (broken) => {
        writeFileSync(path, JSON.stringify(broken) ?? "");
        const problems = start(join(folder, "campaigns"), join(folder, "locales"));
        expect(problems.filter((problem) => !problem.includes(".json: "))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
