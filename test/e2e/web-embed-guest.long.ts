import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { freePort } from "../support/free-port.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { serveSite } from "../support/serve-site.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const bar = `<div id="consent" style="position:fixed;bottom:0;left:0;right:0;z-index:2147483647;background:#ffd;padding:12px">
  <p>Nous utilisons des traceurs.</p><button>Tout refuser</button> <button style="float:right">Tout accepter</button></div>`;
const wall = `<div id="consent" style="position:fixed;inset:0;z-index:99999;background:rgb(0 0 0 / 60%)">
  <div role="dialog" style="position:absolute;inset:auto 8px 8px;background:#fff;padding:12px"><button>Tout accepter</button></div></div>`;
const rooted = `<div id="consent"></div><script>
  consent.attachShadow({ mode: "open" }).innerHTML = '<div style="position:fixed;bottom:0;left:0;right:0;height:120px;background:#ffd"><button style="float:right">Tout accepter</button></div>';
</script>`;
const framed = `<iframe id="consent" srcdoc="<button>Tout accepter</button>" style="position:fixed;right:0;bottom:0;width:320px;height:150px;border:0;background:#ffd"></iframe>`;
const anchored = `<aside id="consent" style="position:sticky;bottom:0;height:90px;background:#ffd"><button style="float:right">Publicité</button></aside>`;
const article = `<h1>Un article</h1>${"<p>Tout sur Meta.</p>".repeat(40)}`;
const application = `<style>body{margin:0}</style><div style="position:fixed;inset:0;overflow:auto"><main>${article}</main></div>`;
const sidebar = `<nav style="position:fixed;top:0;right:0;bottom:0;width:200px;z-index:5;background:#eee"><a href="/">Accueil</a></nav>`;
const hostile = `<style>
  :not(:defined) { display: none }
  body > * { position: relative; z-index: 1; transform: scale(0.5); opacity: 0.2; float: left; width: 9px; overflow: hidden }
  body > * { direction: rtl !important; visibility: hidden !important }
  #above { position: absolute; inset: 0; z-index: 2; visibility: visible !important }
</style>`;
let site: string;

const shared = shareBrowser(async (atEnd) => {
  const port = await freePort();
  const script = `<script src="http://127.0.0.1:${port}/embed.js" data-start="meta-fr"></script>`;
  site = await serveSite(
    {
      plain: article + script,
      bar: article + script + bar,
      wall: article + script + wall,
      rooted: article + script + rooted,
      framed: article + script + framed,
      anchored: article + anchored + script,
      application: application + script,
      sidebar: article + sidebar + script,
      hostile: `${hostile}<div id="above"></div>${script}`,
    },
    atEnd,
  );
  const database = `file:${temporaryFolder(atEnd)}/bot.db`;
  return { WEB: "public", PORT: String(port), WEB_ALLOWED_ORIGINS: site, DATABASE_URL: database };
});

const sizes = { "a small phone": [320, 568], "a phone": [390, 844], "a desktop": [1280, 800] } as const;

async function openArticle(path: string, size: keyof typeof sizes = "a small phone"): Promise<Page> {
  const [width, height] = sizes[size];
  const page = await openBrowserPage(shared.browser, "desktop", {
    locale: "fr",
    viewport: { width, height },
  });
  await page.goto(`${site}/${path}`);
  return page;
}

const launcherIn = (page: Page) => page.locator("objecteur-chat .launcher");

/** Whether the button lies above any of the box that the page has fixed there. */
const isAbove = (page: Page) =>
  page.evaluate<boolean>(`{
    const boxOf = (part) => part.getBoundingClientRect();
    const launcher = document.querySelector("objecteur-chat").shadowRoot.querySelector(".launcher");
    const consent = document.querySelector("#consent");
    const [a, b] = [boxOf(launcher), boxOf(consent.shadowRoot?.firstElementChild ?? consent)];
    launcher.checkVisibility({ visibilityProperty: true }) && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }`);

async function expectAtHome(page: Page): Promise<void> {
  const bottom = async () => {
    const box = await launcherIn(page).boundingBox();
    return (await launcherIn(page).isVisible()) && box && box.y + box.height;
  };
  await expect.poll(bottom).toBe((page.viewportSize()?.height ?? 0) - 16);
}

describeInBrowser("the button in an article", () => {
  it.each([
    ["bar", "a small phone"],
    ["bar", "a phone"],
    ["bar", "a desktop"],
    ["wall", "a small phone"],
    ["wall", "a desktop"],
    ["rooted", "a phone"],
    ["framed", "a phone"],
    ["anchored", "a small phone"],
  ] as const)(
    "is never above a consent dialog or an ad (%s, on %s), and is back once that is gone",
    async (path, size) => {
      const page = await openArticle(path, size);
      await page.locator("#consent").waitFor({ state: "attached" });
      await launcherIn(page).waitFor({ state: "attached" });
      expect(await isAbove(page)).toBe(false);
      await page.waitForTimeout(600);
      expect(await isAbove(page)).toBe(false);
      expect(await launcherIn(page).isVisible()).toBe(path !== "wall");
      await page.evaluate("document.querySelector('#consent').remove()");
      await expectAtHome(page);
    },
  );

  it.each([
    ["a bar", bar],
    ["a wall", wall],
  ])(
    "makes way for %s that comes later, and keeps its place while the article is scrolled",
    async (_, html) => {
      const page = await openArticle("plain");
      await expectAtHome(page);
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(400);
      await expectAtHome(page);
      await page.evaluate(`document.body.insertAdjacentHTML("beforeend", ${JSON.stringify(html)})`);
      await expect.poll(() => isAbove(page)).toBe(false);
      await page.locator("#consent").evaluate((consent) => consent.remove());
      await expectAtHome(page);
      await launcherIn(page).click();
      await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).waitFor();
    },
  );

  it.each(["a small phone", "a phone", "a desktop"] as const)(
    "makes way with the open chat, too, for a bar that comes later, so that neither covers the other (on %s)",
    async (size) => {
      const page = await openArticle("plain", size);
      await launcherIn(page).click();
      const chat = page.frameLocator("iframe");
      await chat.getByRole("button", { name: "Commencer" }).waitFor();
      const panel = page.getByRole("dialog", { name: "Objecteur" });
      const whole = await panel.boundingBox();
      await page.evaluate(`document.body.insertAdjacentHTML("beforeend", ${JSON.stringify(bar)})`);
      const consent = await page.locator("#consent").boundingBox();
      const bottom = async () => {
        const box = await panel.boundingBox();
        return (box?.y ?? 0) + (box?.height ?? 9_999);
      };
      await expect.poll(bottom).toBeLessThanOrEqual(consent?.y ?? 0);
      await page.waitForTimeout(900);
      expect(await bottom()).toBeGreaterThan((consent?.y ?? 0) - 30);
      expect((await panel.boundingBox())?.y).toBe(whole?.y);
      await chat.locator("#text").click();
      await page.locator("#consent").evaluate((part) => part.remove());
      await expect.poll(() => panel.boundingBox()).toEqual(whole);
      expect(await chat.locator("#text:focus").count()).toBe(1);
    },
  );

  it("leaves the open chat whole over what stands in a corner, such as a button for the consent's settings", async () => {
    const page = await openArticle("plain", "a phone");
    await page.evaluate(
      `document.body.insertAdjacentHTML("beforeend", '<button style="position:fixed;left:16px;bottom:16px;height:48px">Cookies</button>')`,
    );
    await launcherIn(page).click();
    await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).waitFor();
    await page.waitForTimeout(900);
    const box = await page.getByRole("dialog", { name: "Objecteur" }).boundingBox();
    expect([box?.y, box?.height]).toEqual([0, 844]);
  });

  it("leaves the open chat in its place over a dialog of the site's own, from which it was opened", async () => {
    const page = await openArticle("plain", "a desktop");
    await page.evaluate(`document.body.insertAdjacentHTML("beforeend", ${JSON.stringify(wall)})`);
    await page.evaluate("Objecteur.open()");
    const panel = page.getByRole("dialog", { name: "Objecteur" });
    await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).waitFor();
    const whole = await panel.boundingBox();
    await page.waitForTimeout(900);
    expect(await panel.isVisible()).toBe(true);
    expect(await panel.boundingBox()).toEqual(whole);
  });

  it.each(["application", "sidebar"])(
    "stays above what is no dialog but the site itself (%s)",
    async (path) => {
      const page = await openArticle(path, "a desktop");
      await page.waitForTimeout(600);
      await expectAtHome(page);
    },
  );

  it("is there whatever the site's rules are for elements that it does not know, or for all, and reads from left to right", async () => {
    const page = await openArticle("hostile", "a phone");
    await page.evaluate("document.documentElement.dir = 'rtl'");
    await expectAtHome(page);
    expect((await launcherIn(page).boundingBox())?.height).toBeGreaterThan(40);
    expect(
      await launcherIn(page).evaluate((launcher) => String(launcher.computedStyleMap().get("direction"))),
    ).toBe("ltr");
    await launcherIn(page).click();
    const panel = page.getByRole("dialog");
    const box = await panel.boundingBox();
    expect([box?.width, box?.height]).toEqual([390, 844]);
    await panel.getByRole("button", { name: "Fermer" }).click();
    await expectAtHome(page);
  });
});
