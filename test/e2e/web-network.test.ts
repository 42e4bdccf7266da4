import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { addressOf, startBot } from "../support/bot-process.ts";
import { launchBrowser, useChat } from "../support/browser-chat.ts";
import { chromiumForTests } from "../support/find-chromium.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const chromium = chromiumForTests();
const undo: (() => void | Promise<void>)[] = [];
const options = { locale: "fr", timezoneId: "Europe/Paris" };
let browser: Browser;
let url: string;

async function openChat() {
  const page = await openBrowserPage(browser, "phone", options);
  await page.goto(url);
  return useChat(page);
}

describe.skipIf(chromium === undefined)("a bad network (skipped only where there is no Chromium)", () => {
  beforeAll(async () => {
    const bot = startBot({ PORT: "0" }, { atEnd: (step) => undo.push(step) });
    browser = await launchBrowser(chromium ?? "");
    url = await addressOf(bot);
  });
  afterAll(async () => {
    await browser?.close();
    for (const step of undo) await step();
  });

  it("is named for as long as it lasts, and nobody seems to write meanwhile", async () => {
    const { page, presses, writes, hears } = await openChat();
    await page.route("**/chat/**", (route) => route.abort());
    await presses("Commencer");
    const state = page.locator("#state", { hasText: "Pas de connexion" });
    await state.waitFor();
    await writes("bonjour");
    for (let looks = 0; looks < 20; looks += 1) {
      expect([await state.isVisible(), await page.locator("#typing").isVisible()]).toEqual([true, false]);
      await page.waitForTimeout(100);
    }
    await page.unroute("**/chat/**");
    await hears("De quel service", 20_000);
    expect(await page.locator("#state").textContent()).toBe("");
  });

  it("makes no new record of someone who was erased while the answer was lost", async () => {
    const { page, presses, writes, hears } = await openChat();
    await presses("Commencer");
    await hears("De quel service");
    await writes("oubliez-moi");
    await hears("Voulez-vous que j’efface");
    let posts = 0;
    await page.route("**/chat/messages", async (route) => {
      posts += 1;
      if (posts === 1) await route.fetch();
      await route.abort();
    });
    await presses("Tout effacer");
    await hears("Tout est effacé");
    await page.waitForTimeout(2_000);
    expect(posts).toBe(1);
    expect(await page.evaluate("Object.keys(localStorage).length")).toBe(0);
  });

  it("leaves a message that was refused to be tried again", async () => {
    const { page, presses, hears } = await openChat();
    const refused = { status: 403, body: "no" };
    await page.route("**/chat/messages", (route) => route.fulfill(refused), { times: 1 });
    await presses("Commencer");
    await page.getByText("n’a pas pu partir").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await presses("Réessayer");
    await hears("De quel service");
    expect(await page.locator(".row.person").count()).toBe(1);
    expect(await page.getByText("n’a pas pu partir").count()).toBe(0);
  });

  it("costs nothing of what is being written when the page is loaded again", async () => {
    const { page, writes, hears } = await openChat();
    await page.locator("#text").fill("j’ai un compte\nInstagram");
    await page.reload();
    expect(await page.locator("#text").inputValue()).toBe("j’ai un compte\nInstagram");
    await writes("bonjour");
    await hears("De quel service");
    await page.reload();
    expect(await page.locator("#text").inputValue()).toBe("");
  });

  it("is not blamed for what is no session, or no entry", async () => {
    const { page, presses, hears } = await openChat();
    await page.evaluate(
      "localStorage['objecteur:session'] = 'broken'; localStorage['objecteur:entry:1'] = '{'",
    );
    await page.reload();
    await presses("Commencer");
    await hears("De quel service");
    expect(await page.locator("#state").textContent()).toBe("");
  });
});
