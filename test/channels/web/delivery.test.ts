import { expect, it, onTestFinished } from "vitest";
import { createWebChannel, type WebChannel } from "../../../src/channels/web/adapter.ts";
import { startBot } from "../../support/bot-under-test.ts";
import { until } from "../../support/until.ts";
import { readMessageDto, serveWeb } from "../../support/web-driver.ts";
import { createWebPage } from "../../support/web-page.ts";

async function startWeb(seenWithinMs = 2_000) {
  let web: WebChannel | undefined;
  const tested = await startBot({
    now: "2025-05-20T10:00",
    campaigns: ["meta"],
    channel({ clock, log }) {
      web = createWebChannel({
        files: new Map(),
        mode: { type: "public" },
        clock,
        log,
        limits: { seenWithinMs, pagesPerAddress: 200, messagesPerMinute: 200 },
      });
      return web;
    },
  });
  if (web === undefined) throw new Error("the bot has not asked for its channel");
  const server = await serveWeb(web);
  onTestFinished(async () => {
    await tested.stop();
    await server.close();
  });
  return { ...tested, url: server.url };
}

it("keeps what is said while nobody looks, and shows it once when the page is open again", async () => {
  const { url, bot, trouble } = await startWeb();
  const page = createWebPage({ url, language: "en" });
  expect(await page.post({ text: "/start" })).toBe(200);
  await bot.settle();
  expect(page.messages).toEqual([]);
  await page.open();
  await until(() => page.messages.length === 1, "the greeting");
  page.close();
  await page.open();
  await page.post({ text: "both" });
  await until(() => page.messages.length === 2, "the answer");
  expect(page.messages.map((message) => readMessageDto(message).text.slice(0, 8))).toEqual([
    "👋 Hello",
    "Are your",
  ]);
  expect(trouble).toEqual([]);
});

it("answers a message once that is posted twice because its answer was lost", async () => {
  const { url, bot } = await startWeb();
  const page = createWebPage({ url, language: "en" });
  await page.open();
  const id = crypto.randomUUID();
  expect([await page.post({ text: "/start" }, id), await page.post({ text: "/start" }, id)]).toEqual([
    200, 200,
  ]);
  await bot.settle();
  expect(page.messages).toHaveLength(1);
});

it("brings a message again, under the same id, that no page has confirmed", async () => {
  const { url, bot } = await startWeb(100);
  const silent = createWebPage({ url, language: "en", confirms: false });
  await silent.open();
  await silent.post({ text: "/start" });
  await until(() => silent.messages.length === 1, "the greeting");
  await silent.ended();
  await bot.settle();
  const next = createWebPage({ url, session: silent.session });
  await next.open();
  await until(() => next.messages.length === 1, "the greeting");
  expect(next.messages[0]?.id).toBe(silent.messages[0]?.id);
});

it("answers someone while a hundred others show nothing of what they are told", async () => {
  const { url } = await startWeb(60_000);
  const silent = Array.from({ length: 100 }, () => createWebPage({ url, language: "en", confirms: false }));
  await Promise.all(silent.map(async (page) => [await page.open(), await page.post({ text: "/start" })]));
  const page = createWebPage({ url, language: "en" });
  await page.open();
  await page.post({ text: "/start" });
  await until(() => page.messages.length === 1, "the greeting");
  expect(page.messages[0]?.kind).toBe("answer");
  for (const each of silent) each.close();
});

it("shows every open page of a chat the same", async () => {
  const { url, bot } = await startWeb();
  const one = createWebPage({ url, language: "en" });
  const two = createWebPage({ url, session: one.session });
  await Promise.all([one.open(), two.open()]);
  await one.post({ text: "/start" });
  await bot.settle();
  await two.post({ text: "instagram" });
  await bot.settle();
  await until(() => two.messages.length >= 2, "the answers");
  expect(two.messages).toEqual(one.messages);
});

it("gives up an answer that nobody has fetched within the hour, and brings a reminder of the same day", async () => {
  const { url, bot, clock, store } = await startWeb();
  const page = createWebPage({ url, language: "en" });
  await page.open();
  for (const text of ["/start", "instagram", "remind me tomorrow at 15:00"]) await page.post({ text });
  await bot.settle();
  page.close();
  await page.ended();
  await page.post({ text: "help" });
  clock.advance(30 * 3_600_000);
  await bot.remind();
  await bot.settle();
  const seen = page.messages.length;
  await page.open();
  await until(() => page.messages.length > seen, "the reminder");
  await bot.settle();
  expect(page.messages.slice(seen).map(({ kind }) => kind)).toEqual(["reminder"]);
  expect(await store.conversationsWithOutbox(0, 10)).toEqual([]);
});

it("says goodbye, and that all is to be forgotten", async () => {
  const { url, bot } = await startWeb();
  const page = createWebPage({ url, language: "en" });
  await page.open();
  for (const text of ["/start", "/forget", "yes"]) await page.post({ text });
  await bot.settle();
  expect(page.messages.map(({ message }) => message.farewell ?? false)).toEqual([false, false, true]);
  expect(page.messages.map(({ message }) => message.language)).toEqual(["en", "en", "en"]);
});
