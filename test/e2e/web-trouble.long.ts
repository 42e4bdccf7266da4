import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startBot } from "../support/bot-process.ts";
import { launchBrowser, screens, useChat } from "../support/browser-chat.ts";
import { chromiumForTests } from "../support/find-chromium.ts";
import { freePort } from "../support/free-port.ts";
import { operatorToken } from "../support/operator-scene.ts";
import { serveSite } from "../support/serve-site.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { createWebPage, newSession } from "../support/web-page.ts";

const meta = "Meta (Facebook, Instagram)";
const chromium = chromiumForTests();
let browser: Browser;

async function openPage(url: string, locale = "fr") {
  const context = await browser.newContext({ ...screens.desktop, locale });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

describe.skipIf(chromium === undefined)(
  "the chat in the browser (skipped only where there is no Chromium)",
  () => {
    beforeAll(async () => {
      browser = await launchBrowser(chromium ?? "");
    });
    afterAll(() => browser?.close());

    it("goes on where it was after the bot was killed and started again", async () => {
      const port = await freePort();
      const environment = {
        WEB: "public",
        PORT: String(port),
        DATABASE_URL: `file:${temporaryFolder()}/bot.db`,
      };
      const first = startBot(environment);
      await first.says("the bot is up");
      const page = await openPage(`http://127.0.0.1:${port}`);
      const { presses, hears, writes } = useChat(page);
      await presses("Commencer");
      await presses(meta);
      await hears("Quels comptes avez-vous");
      await first.end("SIGKILL");
      await page.locator("#state", { hasText: "Pas de connexion" }).waitFor();
      await writes("les deux");
      await page.locator(".row.person", { hasText: "en attente" }).waitFor();
      await startBot(environment).says("the bot is up");
      await hears("sont-ils liés");
      await presses("Non");
      await hears("Et maintenant");
      expect(await page.locator("#state").textContent()).toBe("");
      expect(await page.locator(".row.person", { hasText: "les deux" }).count()).toBe(1);
      expect(await page.locator(".row.bot", { hasText: "sont-ils liés" }).count()).toBe(1);
      await page.reload();
      await hears("Et maintenant");
      expect(await page.locator(".row.bot", { hasText: "Quels comptes avez-vous" }).count()).toBe(1);
    });

    it.each([0, 15, 60])("shows each line once where the bot was killed %i ms after a press", async (ms) => {
      const port = await freePort();
      const environment = {
        WEB: "public",
        PORT: String(port),
        DATABASE_URL: `file:${temporaryFolder()}/bot.db`,
      };
      const first = startBot(environment);
      await first.says("the bot is up");
      const page = await openPage(`http://127.0.0.1:${port}`);
      const { presses, hears } = useChat(page);
      await presses("Commencer");
      await presses(meta);
      await presses("Les deux");
      await hears("sont-ils liés");
      await presses("Non");
      await page.waitForTimeout(ms);
      await first.end("SIGKILL");
      await startBot(environment).says("the bot is up");
      await hears("Et maintenant");
      await page.waitForTimeout(1_000);
      for (const text of ["sont-ils liés", "Il vous faut", "Et maintenant"])
        expect(await page.locator(".row.bot", { hasText: text }).count()).toBe(1);
      expect(await page.locator(".row.person").count()).toBe(4);
      expect(await page.locator(".when", { hasText: "en attente" }).count()).toBe(0);
    });

    it("sends what was written in a tab that was closed before it could go out", async () => {
      const port = await freePort();
      const environment = {
        WEB: "public",
        PORT: String(port),
        DATABASE_URL: `file:${temporaryFolder()}/bot.db`,
      };
      const first = startBot(environment);
      await first.says("the bot is up");
      const page = await openPage(`http://127.0.0.1:${port}`);
      await useChat(page).presses("Commencer");
      await useChat(page).presses(meta);
      await useChat(page).hears("Quels comptes avez-vous");
      await first.end("SIGKILL");
      await useChat(page).writes("facebook");
      const next = await page.context().newPage();
      await page.close();
      await startBot(environment).says("the bot is up");
      await next.goto(`http://127.0.0.1:${port}`);
      await useChat(next).hears("Et maintenant");
      expect(await next.locator(".row.person", { hasText: /facebook/ }).count()).toBe(1);
    });

    it("sends again what was answered by something else than the bot", async () => {
      const port = await freePort();
      await startBot({ PORT: String(port) }).says("the bot is up");
      const page = await openPage(`http://127.0.0.1:${port}`);
      const portal = { status: 200, contentType: "text/html", body: "<h1>Connexion au réseau</h1>" };
      await page.route("**/chat/messages", (route) => route.fulfill(portal), { times: 1 });
      await useChat(page).presses("Commencer");
      await useChat(page).hears("De quel service");
      await useChat(page).presses(meta);
      await useChat(page).hears("Quels comptes avez-vous");
      expect(await page.locator(".row.person", { hasText: "Commencer" }).count()).toBe(1);
    });

    it("says in the reader's language that many people are here, and lets in by itself when there is room", async () => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const bot = startBot({
        WEB: "public",
        PORT: String(port),
        WEB_PAGES_PER_ADDRESS: "50",
        OPERATOR_TOKEN: operatorToken,
        DATABASE_URL: `file:${temporaryFolder()}/bot.db`,
      });
      await bot.says("the bot is up");
      // Behind a proxy that is not trusted, all of them are one address.
      const others = Array.from({ length: 50 }, (_, index) =>
        createWebPage({ url, address: `192.0.2.${index}` }),
      );
      expect(new Set(await Promise.all(others.map((other) => other.open())))).toEqual(new Set([200]));
      for (const [locale, start, crowded, question] of [
        ["fr", "Commencer", "beaucoup de monde", "De quel service"],
        ["en", "Begin", "Many people are here", "Which service"],
      ] as const) {
        const page = await openPage(url, locale);
        const { presses, hears } = useChat(page);
        await presses(start);
        await page.locator("#state", { hasText: crowded }).waitFor();
        others.pop()?.close();
        await hears(question);
        expect(await page.locator("#state").textContent()).toBe("");
      }
      const headers = { authorization: `Bearer ${operatorToken}` };
      const report: unknown = await (await fetch(`${url}/operator/report`, { headers })).json();
      expect(report).toMatchObject({ isProxyIgnored: true, channels: [{ name: "web", ready: true }] });
      expect(bot.errors().split("WEB_TRUST_PROXY=on")).toHaveLength(2);
      expect(await (await fetch(`${url}/metrics`)).text()).toMatch(
        /objecteur_refused_total\{channel="web",reason="address"\} [1-9]/,
      );
    });

    it("gives the place of someone who says nothing to someone who does, tells both, and counts new conversations", async () => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const bot = startBot({
        WEB: "public",
        PORT: String(port),
        WEB_PAGES: "1",
        WEB_NEW_CHATS_PER_HOUR: "1",
        DATABASE_URL: `file:${temporaryFolder()}/bot.db`,
      });
      await bot.says("the bot is up");
      const silent = await openPage(url, "fr");
      await silent.evaluate(`localStorage.setItem("objecteur:session", "${newSession()}")`);
      await Promise.all([silent.waitForResponse("**/chat/events"), silent.reload()]);
      const reader = await openPage(url, "fr");
      await useChat(reader).presses("Commencer");
      await useChat(reader).hears("De quel service");
      await silent.locator("#state", { hasText: "beaucoup de monde" }).waitFor();
      await reader.close();
      await expect.poll(() => silent.locator("#state").textContent()).toBe("");
      await useChat(silent).writes("bonjour");
      await silent.locator("#state", { hasText: "beaucoup de monde" }).waitFor();
    });

    it("opens within the pages of the sites that are allowed, and only there", async () => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const site = await serveSite(
        { "": `<h1>Un article</h1><script src="${url}/embed.js" data-start="meta-fr"></script>` },
        onTestFinished,
      );
      const other = await serveSite({ "": `<iframe src="${url}/"></iframe>` }, onTestFinished);
      const bot = startBot({
        WEB: "public",
        PORT: String(port),
        WEB_ALLOWED_ORIGINS: site,
        DATABASE_URL: `file:${temporaryFolder()}/bot.db`,
      });
      await bot.says("the bot is up");
      const page = await openPage(site);
      await page.getByRole("button", { name: "S’opposer à l’IA" }).click();
      const frame = page.frameLocator("iframe");
      await frame.getByRole("button", { name: "Commencer" }).click();
      await frame.getByText("Quels comptes avez-vous").waitFor();
      expect(await frame.locator("#time").isVisible()).toBe(false);
      await frame.locator("#text").press("Escape");
      await expect.poll(() => page.locator("iframe").isVisible()).toBe(false);
      expect(await page.locator("button:focus").textContent()).toBe("S’opposer à l’IA");
      expect(await page.context().cookies()).toEqual([]);
      const refused = await openPage(other);
      await expect.poll(() => refused.frames().at(-1)?.url()).toMatch(/^chrome-error:/);
    });
  },
);
