import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { query } from "../support/bot-api-scene.ts";
import { useChat } from "../support/browser-chat.ts";
import { freePort } from "../support/free-port.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let database: string;

const shared = shareBrowser(async (atEnd) => {
  database = `${temporaryFolder(atEnd)}/bot.db`;
  return { WEB: "public", PORT: String(await freePort()), DATABASE_URL: `file:${database}` };
});

/** Uses up the browser's room for this site, to the last character. */
const fillUp = (page: Page) =>
  page.evaluate(`
    for (let size = 1 << 22, name = 0; size >= 1; )
      try { localStorage.setItem("other:" + name, "x".repeat(size)); name += 1; } catch { size = Math.floor(size / 2); }
  `);

async function openChat(): Promise<Page> {
  const page = await openBrowserPage(shared.browser, "phone", { locale: "fr", timezoneId: "Europe/Paris" });
  await page.goto(`${shared.url}/?start=meta-fr`);
  return page;
}

const rowsOf = (page: Page) => page.locator(".row .text").allTextContents();

describeInBrowser("a browser whose room is used up after the page has loaded", () => {
  it("begins a conversation, says that it is lost with the page, and leaves nothing of it", async () => {
    const page = await openChat();
    await fillUp(page);
    const before = query(database, "SELECT 1 FROM person").length;
    await useChat(page).presses("Commencer");
    await useChat(page).hears("Quels comptes avez-vous");
    await useChat(page).writes("facebook");
    await useChat(page).hears("Et maintenant");
    expect(await page.locator("#unkept").isVisible()).toBe(true);
    expect(query(database, "SELECT 1 FROM person")).toHaveLength(before + 1);
    await page.close();
    await expect.poll(() => query(database, "SELECT 1 FROM person").length).toBe(before);
  });

  it("goes on with every line in view, and keeps the newest rather than the oldest", async () => {
    const page = await openChat();
    await useChat(page).presses("Commencer");
    await useChat(page).hears("Quels comptes avez-vous");
    const other = await page.context().newPage();
    await other.goto(shared.url);
    await useChat(other).hears("Quels comptes avez-vous");
    await page.bringToFront();
    await useChat(page).writes("facebook");
    await useChat(page).hears("Et maintenant");
    await fillUp(page);
    await useChat(page).writes("aide");
    await useChat(page).hears("Je vous donne les bons");
    await useChat(page).writes("sources");
    await useChat(page).hears("Mes meilleures sources");
    const rows = await rowsOf(page);
    expect(rows.join()).toContain("Quels comptes avez-vous");
    expect(rows.join()).toContain("Et maintenant");
    await expect.poll(() => rowsOf(other)).toEqual(rows);
    await page.reload();
    await useChat(page).hears("Mes meilleures sources");
    const kept = await rowsOf(page);
    expect(kept).toEqual(rows.slice(-kept.length));
    expect(kept.length).toBeLessThan(rows.length);
    expect(await page.locator("#unkept").isVisible()).toBe(false);
  });

  it("takes what is written, though the draft cannot be kept", async () => {
    const page = await openChat();
    await page.evaluate(`
      for (let size = 1 << 22, name = 0; size >= 1; )
        try { sessionStorage.setItem("other:" + name, "x".repeat(size)); name += 1; } catch { size = Math.floor(size / 2); }
    `);
    await useChat(page).writes("bonjour");
    await useChat(page).hears("De quel service");
    expect(await page.locator("#text").inputValue()).toBe("");
  });
});
