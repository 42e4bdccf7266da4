import { randomBytes } from "node:crypto";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createWebChannel, type WebChannel } from "../../../src/channels/web/adapter.ts";
import { createPush, makePushKeys } from "../../../src/channels/web/push.ts";
import { startBot } from "../../support/bot-under-test.ts";
import { startPushService } from "../../support/push-service.ts";
import { until } from "../../support/until.ts";
import { readMessageDto, serveWeb, webOptions } from "../../support/web-driver.ts";
import { createWebPage } from "../../support/web-page.ts";

const second = 1_000;
const hour = 3_600 * second;
const beforeFriday = 32 * hour;

/** Somebody who has asked for a reminder on Friday at 6 pm and for pushes, and has closed the page. */
async function begin() {
  const keys = makePushKeys();
  const service = await startPushService(() => keys.publicKey);
  const options = { keys, subject: "mailto:contact@example.org", title: "Objecteur", hosts: [service.host] };
  const push = createPush(options);
  let web: WebChannel | undefined;
  const tested = await startBot({
    now: "2025-05-15T10:00",
    campaigns: ["meta"],
    push,
    channel({ clock, log }) {
      web = createWebChannel(webOptions({ clock, log, push, limits: { seenWithinMs: 3_000 } }));
      return web;
    },
  });
  if (web === undefined) throw new Error("the bot has not asked for its channel");
  const server = await serveWeb(web);
  onTestFinished(async () => {
    await tested.stop();
    await server.close();
  });
  const page = createWebPage({ url: server.url, language: "en" });
  const says = async (text: string) => {
    await page.post({ text });
    await tested.bot.settle();
  };
  await page.open();
  for (const text of ["/start", "facebook", "friday at 6pm"]) await says(text);
  await page.subscribe(service.subscription);
  const [reminder] = await tested.store.dueReminders({ channel: "web" }, Number.MAX_SAFE_INTEGER, 1);
  if (reminder === undefined) throw new Error("the person has asked for no reminder");
  const conversation = () =>
    tested.store.transaction((transaction) => transaction.load(reminder.conversationId));
  return { ...tested, service, page, says, conversation, url: server.url };
}

/** What is due by now is in the outbox, and past the moment at which an open page would have shown it. */
async function waits({ bot, clock }: Awaited<ReturnType<typeof begin>>, ms: number): Promise<void> {
  clock.advance(ms);
  await bot.remind();
  clock.advance(16 * second);
}

/** Resolves when the bot has looked for what is to be pushed, and again after that. */
async function looksTwice({ store }: Awaited<ReturnType<typeof begin>>): Promise<void> {
  const looks = vi.spyOn(store, "duePushes");
  await until(() => looks.mock.calls.length > 1);
}

describe("a reminder whose page is closed", () => {
  it("is pushed: encrypted, signed with the bot’s key, once, and shown by the page later all the same", async () => {
    const person = await begin();
    const { page, service, trouble } = person;
    page.close();
    await page.ended();
    await waits(person, beforeFriday);
    await until(() => service.pushed.length === 1, "the push");
    const [pushed] = service.pushed;
    expect(pushed?.claims).toMatchObject({
      aud: `http://${service.host}`,
      sub: "mailto:contact@example.org",
    });
    expect(pushed?.headers).toMatchObject({ urgency: "high", "content-encoding": "aes128gcm" });
    expect(Number(pushed?.headers["ttl"])).toBeGreaterThan(6 * 3_600 - 120);
    const before = page.messages.length;
    await page.open();
    await until(() => page.messages.length > before, "the reminder");
    const shown = page.messages[before];
    const told = shown && readMessageDto(shown);
    expect(pushed?.notice).toEqual({ title: "Objecteur", text: told?.text, language: "en", tag: shown?.id });
    await waits(person, 60 * second);
    expect(service.asked()).toBe(1);
    expect(trouble).toEqual([]);
  });

  it("is pushed although an earlier one still waits for the page", async () => {
    const person = await begin();
    await person.says("keep it");
    await person.says("friday at 7pm");
    person.page.close();
    await person.page.ended();
    await waits(person, beforeFriday);
    await until(() => person.service.pushed.length === 1, "the first push");
    await waits(person, hour);
    await until(() => person.service.pushed.length === 2, "the second push");
    expect(person.trouble).toEqual([]);
  });

  it("is pushed again later if the push service is away, or asks to wait", async () => {
    const person = await begin();
    const { page, service, clock, trouble } = person;
    page.close();
    await page.ended();
    service.answers(503);
    await waits(person, beforeFriday);
    await until(() => trouble.length === 1, "the first try");
    service.answers(429, { "retry-after": "600" });
    clock.advance(20 * second);
    await until(() => trouble.length === 2, "the second try");
    service.answers(201);
    clock.advance(590 * second);
    await looksTwice(person);
    expect(service.pushed).toEqual([]);
    clock.advance(10 * second);
    await until(() => service.pushed.length === 1, "the push");
  });

  it.each([404, 410])("ends the subscription if the push service answers %i", async (status) => {
    const person = await begin();
    const { page, service } = person;
    page.close();
    await page.ended();
    service.answers(status);
    await waits(person, beforeFriday);
    await until(() => service.asked() === 1, "the try");
    await expect.poll(async () => (await person.conversation())?.person.push).toBeUndefined();
  });

  it("is not sent on to where a push service redirects", async () => {
    const person = await begin();
    const { page, service } = person;
    page.close();
    await page.ended();
    service.answers(307, { location: `http://${service.host}/elsewhere` });
    await waits(person, beforeFriday);
    await until(() => person.trouble.some((line) => line.includes("answered 307")), "the log’s line");
    expect(service.asked()).toBe(1);
  });
});

it("pushes nothing while a page is open that has shown the reminder", async () => {
  const person = await begin();
  const { bot, clock, service } = person;
  clock.advance(beforeFriday);
  await bot.remind();
  await bot.settle();
  clock.advance(16 * second);
  await looksTwice(person);
  expect(service.asked()).toBe(0);
});

describe("a subscription", () => {
  it("is shown by “my data”, and erased by “stop” and by “forget me”", async () => {
    const person = await begin();
    const { page, says, service, conversation } = person;
    await says("my data");
    const said = page.messages.map((message) => readMessageDto(message).text).join("\n");
    expect(said).toContain("Your browser: the address where it takes my reminders");
    await says("stop");
    expect(page.messages.at(-1)?.message.unsubscribed).toBe(true);
    expect((await conversation())?.person.push).toBeUndefined();
    expect((await page.subscribe(service.subscription)).status).toBe(204);
    expect((await conversation())?.person.push).toEqual(service.subscription);
    await says("/forget");
    await says("yes");
    expect(await conversation()).toBeUndefined();
    expect(await page.subscribe(service.subscription)).toEqual({ status: 403, problem: "unknown-person" });
  });

  it("ends when the page says so", async () => {
    const { page, conversation } = await begin();
    expect(await page.subscribe(null)).toEqual({ status: 204 });
    expect((await conversation())?.person.push).toBeUndefined();
  });

  it("is refused, with the reason, where it is not a push service’s, or no browser’s keys", async () => {
    const { page, service, conversation } = await begin();
    const { keys } = service.subscription;
    const refused = { status: 403, problem: "unknown-push-service" };
    expect(await page.subscribe(null)).toEqual({ status: 204 });
    const elsewhere = [
      "https://example.org/push",
      "https://169.254.169.254/latest/meta-data",
      "https://fcm.googleapis.com.example.org/fcm/send/x",
      "https://fcm.googleapis.com@example.org/fcm/send/x",
      "https://user@fcm.googleapis.com/fcm/send/x",
      "https://fcm.googleapis.com:8443/fcm/send/x",
      "http://fcm.googleapis.com/fcm/send/x",
      "https://notify.windows.com/x",
      "http://127.0.0.1:1/x",
      "file:///etc/passwd",
    ];
    const answersTo = (endpoints: readonly string[]) =>
      Promise.all(endpoints.map((endpoint) => page.subscribe({ endpoint, keys })));
    expect(await answersTo(elsewhere)).toEqual(elsewhere.map(() => refused));
    const p256dh = randomBytes(65).toString("base64url");
    for (const bad of [
      { ...keys, p256dh },
      { ...keys, auth: "short" },
      { ...keys, p256dh: "" },
    ])
      expect(await page.subscribe({ ...service.subscription, keys: bad })).toEqual(refused);
    expect((await conversation())?.person.push).toBeUndefined();
    const browsers = [
      "https://fcm.googleapis.com/fcm/send/x",
      "https://updates.push.services.mozilla.com/wpush/v2/x",
      "https://wns2-par02p.notify.windows.com/w/?token=x",
      "https://web.push.apple.com/x",
    ];
    expect(await answersTo(browsers)).toEqual(browsers.map(() => ({ status: 204 })));
  });
});
