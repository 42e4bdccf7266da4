import Database from "better-sqlite3";
import type { Browser, BrowserContext, Page, Worker } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { launchBrowser, screens, useChat } from "../support/browser-chat.ts";
import { chromiumForTests } from "../support/find-chromium.ts";
import type { PushService } from "../support/push-service.ts";
import { startPushingBot } from "../support/pushing-bot.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { serveSite } from "../support/serve-site.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const chromium = chromiumForTests();
let browser: Browser;

/** On a busy machine, a page that was closed may still take what comes in the next second. */
const pageEndsMs = 5_000;

/** Where it is about noon now, so that reminders are sent. */
function zoneAtNoon(): string {
  const hours = new Date().getUTCHours() - 12;
  return hours === 0 ? "Etc/GMT" : `Etc/GMT${hours > 0 ? "+" : ""}${hours}`;
}

/** A browser that may show notifications. Without a network `subscribe()` fails, and it alone is replaced, with what comes of it. */
async function openContext(url: string, service: PushService, locale: string): Promise<BrowserContext> {
  const context = await browser.newContext({ ...screens.phone, locale, timezoneId: zoneAtNoon() });
  onTestFinished(() => context.close());
  await context.grantPermissions(["notifications"], { origin: url });
  await context.addInitScript(`
    const key = "test-subscription";
    const subscription = ${JSON.stringify(service.subscription)};
    const unsubscribe = async () => localStorage.removeItem(key);
    const made = { ...subscription, toJSON: () => subscription, unsubscribe };
    PushManager.prototype.subscribe = async () => (localStorage.setItem(key, "1"), made);
    PushManager.prototype.getSubscription = async () => localStorage.getItem(key) && made;
  `);
  return context;
}

/** Asks for a reminder. */
async function askForReminder(page: Page, url: string, french = false) {
  await page.goto(`${url}/?start=meta-${french ? "fr" : "en"}`);
  const chat = useChat(page);
  await chat.presses(french ? "Commencer" : "Begin");
  await chat.hears(french ? /Quels comptes/ : /accounts/);
  await chat.writes("facebook");
  await chat.hears(french ? /formulaire/ : /form/);
  await chat.writes(french ? "rappelle-moi dans 3 jours" : "remind me in 3 days");
  await chat.hears(french ? /C’est noté/ : /Noted/);
  return chat;
}

/** Asks for a reminder, and to be notified of it on this device. */
async function beNotified() {
  const bot = await startPushingBot();
  const context = await openContext(bot.url, bot.service, "en");
  const page = await context.newPage();
  const chat = await askForReminder(page, bot.url);
  await chat.presses("Notify me");
  await page.getByText("✓ I’ll notify you on this device").waitFor();
  return { ...bot, context, page, chat };
}

function change(database: string, sql: string, ...values: readonly (string | number)[]): void {
  const opened = new Database(database);
  opened.prepare(sql).run(...values);
  opened.close();
}

function waitingIn(database: string, table: "reminder" | "outbox"): number {
  const opened = new Database(database, { readonly: true });
  const count = opened.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  opened.close();
  return count;
}

function storedPerson(database: string): string {
  const opened = new Database(database, { readonly: true });
  const row = opened.prepare("SELECT person FROM person").get() as { readonly person: string } | undefined;
  opened.close();
  return row?.person ?? "";
}

describe.skipIf(chromium === undefined)(
  "a reminder in the browser (skipped only where there is no Chromium)",
  () => {
    beforeAll(async () => {
      browser = await launchBrowser(chromium ?? "");
    });
    afterAll(() => browser.close());

    it("arrives while the page is closed, and its notification opens the conversation", async () => {
      const { url, service, database, context, page } = await beNotified();
      await page.close();
      change(database, "UPDATE reminder SET due_at = ?", Date.now() + pageEndsMs);
      // A failure tells how far the reminder came.
      const became = () => ({
        reminders: waitingIn(database, "reminder"),
        outbox: waitingIn(database, "outbox"),
        asked: service.asked(),
        pushed: service.pushed.length,
      });
      const once = { reminders: 0, outbox: 1, asked: 1, pushed: 1 };
      await expect.poll(became, { timeout: 90_000 }).toEqual(once);
      const notice = service.pushed[0]?.notice as { readonly title: string; readonly text: string };

      const other = await context.newPage();
      await other.goto(`${url}/healthz`);
      await deliver(other, url, JSON.stringify(notice));
      const shown = () =>
        other.evaluate(`(async () => {
          const registration = await navigator.serviceWorker.getRegistration("/chat/");
          const notifications = await registration.getNotifications();
          return notifications.map(({ title, body, lang }) => ({ title, text: body, lang }));
        })()`);
      await expect.poll(shown).toEqual([{ title: "Test", text: notice.text, lang: "en" }]);

      const [worker] = context.serviceWorkers();
      expect(await press(worker)).toEqual([`open ${url}/`]);
      expect(await shown()).toEqual([]);
      await other.goto(url);
      await useChat(other).hears(notice.text.slice(0, 30));
      await deliver(other, url, JSON.stringify(notice));
      await expect
        .poll(() => worker?.evaluate("registration.getNotifications().then((all) => all.length)"))
        .toBe(1);
      expect(await press(worker)).toEqual([`focus ${url}/`]);
    });

    it("leaves no notification once it was read in the page, and goes on when the browser renews its subscription", async () => {
      const { url, service, database, context, page, chat } = await beNotified();
      await deliver(page, url, JSON.stringify({ title: "Test", text: "It is time", tag: "1" }));
      const shown = () =>
        page.evaluate(
          'navigator.serviceWorker.getRegistration("/chat/").then((all) => all.getNotifications()).then((all) => all.length)',
        );
      await expect.poll(shown).toBe(1);
      await chat.writes("thanks");
      await expect.poll(shown).toBe(0);

      const { endpoint } = service.subscription;
      const [worker] = context.serviceWorkers();
      const renewed = { ...service.subscription, endpoint: `${endpoint}-renewed` };
      await worker?.evaluate(`dispatchEvent(Object.assign(new ExtendableEvent("pushsubscriptionchange"), {
        oldSubscription: null, newSubscription: ${JSON.stringify(renewed)} }))`);
      await expect.poll(() => storedPerson(database)).toContain(renewed.endpoint);
      expect(await page.evaluate("caches.keys()")).toEqual(["objecteur"]);
      await chat.writes("stop");
      await expect.poll(() => page.evaluate("caches.keys()")).toEqual([]);
    });

    it("is followed by an alert, for which the page offers to notify as well", async () => {
      const { url, service, database } = await startPushingBot();
      const context = await openContext(url, service, "fr");
      const page = await context.newPage();
      await page.goto(`${url}/?start=meta-fr`);
      const chat = useChat(page);
      await chat.presses("Commencer");
      await chat.hears(/Quels comptes/);
      await chat.writes("préviens-moi des prochaines");
      await chat.hears(/je vous préviendrai/);
      await chat.presses("Me prévenir");
      await page.getByText("✓ Je vous préviendrai sur cet appareil").waitFor();
      await page.close();
      change(
        database,
        "INSERT INTO alert (campaign, news, state, created_at, filled_to, total) VALUES ('linkedin', 'new', 'running', ?, 0, 0)",
        Date.now(),
      );
      await expect.poll(() => service.pushed.length, { timeout: 90_000 }).toBe(1);
      expect(service.pushed[0]?.notice).toMatchObject({ text: expect.stringContaining("📣 LinkedIn") });
      const again = await context.newPage();
      await again.goto(url);
      await useChat(again).hears(/LinkedIn/);
      await useChat(again).presses("Voir la démarche");
      await useChat(again).hears(/réglage/);
    });

    it("is no longer pushed after “stop”, which ends the subscription in the browser too", async () => {
      const { url, service, database } = await startPushingBot();
      const context = await openContext(url, service, "fr");
      const page = await context.newPage();
      const chat = await askForReminder(page, url, true);
      await chat.presses("Me prévenir");
      await page.getByText("✓ Je vous préviendrai sur cet appareil").waitFor();
      expect(storedPerson(database)).toContain(service.subscription.endpoint);
      await page.reload();
      await page.getByText("✓ Je vous préviendrai sur cet appareil").waitFor();
      await chat.presses("Ne plus me prévenir");
      await page.getByText("Je peux aussi vous prévenir").waitFor();
      expect(storedPerson(database)).not.toContain("endpoint");
      await chat.presses("Me prévenir");
      await page.getByText("✓ Je vous préviendrai sur cet appareil").waitFor();
      await chat.writes("stop");
      await page.getByText("Je peux aussi vous prévenir").waitFor();
      expect(storedPerson(database)).not.toContain("endpoint");
      expect(await page.evaluate('localStorage.getItem("test-subscription")')).toBeNull();
    });

    it("says why it cannot be pushed, and asks the browser for nothing before it is asked to", async () => {
      const { url } = await startPushingBot();
      const open = async (script: string) => {
        const context = await browser.newContext({
          ...screens.phone,
          locale: "en",
          timezoneId: zoneAtNoon(),
        });
        onTestFinished(() => context.close());
        await context.addInitScript(script);
        const page = await context.newPage();
        await askForReminder(page, url);
        return page;
      };
      const iphone = await open("delete window.PushManager; navigator.standalone = false;");
      await iphone.getByText("On an iPhone, add this page to your Home Screen").waitFor();
      const old = await open("delete window.PushManager;");
      await old.getByText("This browser can’t notify you once this page is closed").waitFor();
      const asks = `
        window.asked = 0;
        Object.defineProperty(Notification, "permission", { get: () => window.asked ? "denied" : "default" });
        Notification.requestPermission = async () => { window.asked += 1; return "denied"; };`;
      const strict = await open(asks);
      expect(await strict.evaluate("asked")).toBe(0);
      expect(await seriousFindings(strict)).toEqual([]);
      await useChat(strict).presses("Notify me");
      await strict.getByText("Your browser blocks my notifications").waitFor();
      expect(await strict.evaluate("asked")).toBe(1);
    });

    it("goes on in a tab where the page is within another site’s", async () => {
      const pages: Record<string, string> = {};
      const site = await serveSite(pages, onTestFinished);
      const { url } = await startPushingBot(temporaryFolder(), { WEB_ALLOWED_ORIGINS: site });
      pages["article"] = `<iframe src="${url}/?start=meta-en&lang=en" width="390" height="700"></iframe>`;
      const page = await browser.newPage({ locale: "en", timezoneId: zoneAtNoon() });
      onTestFinished(() => page.close());
      await page.goto(`${site}/article`);
      const frame = page.frameLocator("iframe");
      await frame.getByRole("button", { name: "Begin", exact: true }).click();
      for (const text of ["facebook", "remind me in 3 days"]) {
        await frame
          .locator(".row.bot")
          .nth(text === "facebook" ? 0 : 1)
          .waitFor();
        await frame.locator("#text").fill(text);
        await frame.locator("#text").press("Enter");
      }
      await frame.getByText("I can’t notify you from another site’s page").waitFor();
      const opened = page.waitForEvent("popup");
      await frame.locator(".push a").click();
      const tab = await opened;
      await useChat(tab).hears(/Noted/);
      await expect.poll(() => tab.getByRole("button", { name: "Notify me" }).count()).toBe(1);
    });
  },
);

/** Delivers a push to the page's service worker, as the browser's push service would. */
async function deliver(page: Page, url: string, data: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL === `${url}/chat/`);
      if (own !== undefined) resolve(own.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  const registrationId = await registered;
  await devtools.send("ServiceWorker.deliverPushMessage", { origin: url, registrationId, data });
}

/** Presses the notification, and tells what that opens: a browser opens something only for a real hand, so that it is only noted. */
async function press(worker: Worker | undefined): Promise<unknown> {
  return await worker?.evaluate(`(async () => {
    const opened = [];
    clients.openWindow = async (url) => void opened.push("open " + url);
    WindowClient.prototype.focus = async function () { opened.push("focus " + this.url); };
    const [notification] = await registration.getNotifications();
    dispatchEvent(new NotificationEvent("notificationclick", { notification }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    return opened;
  })()`);
}
