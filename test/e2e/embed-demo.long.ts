import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { serveEmbedDemo } from "../support/serve-embed-demo.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";

let site: string;
const shared = shareBrowser(async (atEnd) => {
  const demo = await serveEmbedDemo(atEnd);
  site = demo.site;
  return demo.settings;
});

/** The examples, each with what opens its chat; nothing where it is open already. */
const examples = [
  ["A button in the corner", "Object to AI training"],
  ["On the left, above a bar of the site’s", "Object to AI training"],
  ["In the newspaper’s colour and words", "Say no to AI training"],
  ["By a link of the article’s own", "Object to LinkedIn’s use of your posts"],
  ["Within the article", undefined],
  ["Driven by the site’s scripts", "Open or close"],
  ["With the site’s switch for the dark", "Object to AI training"],
  ["Beside a consent dialog", "Object to AI training"],
] as const;

/** How much of the page has moved by itself: the browser's cumulative layout shift. */
const movedIn = (page: Page) =>
  page.evaluate<number>(`new Promise((resolve) => {
    const sum = (entries) => entries.reduce((all, { value, hadRecentInput }) => all + (hadRecentInput ? 0 : value), 0);
    new PerformanceObserver((list) => resolve(sum(list.getEntries()))).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(0), 300);
  })`);

describeInBrowser("the page of examples", () => {
  it("has these, each with its code", async () => {
    const page = await openBrowserPage(shared.browser, "desktop", {});
    await page.goto(site);
    expect(await page.locator("nav a").allTextContents()).toEqual(examples.map(([title]) => title));
    expect(await page.locator("#code").textContent()).toContain("embed.js");
  });

  it.each(examples.map(([title, opener], index) => ({ title, opener, index })))(
    "shows a chat that works, moves nothing of the article and can be used by all: $title",
    async ({ title, opener, index }) => {
      const page = await openBrowserPage(shared.browser, "desktop", {});
      await page.goto(`${site}/?example=${index}`);
      expect(await page.locator("h2").textContent()).toBe(title);
      if (opener === undefined) await page.locator("#chat").scrollIntoViewIfNeeded();
      else await page.getByText(opener, { exact: true }).last().click();
      await page.frameLocator("iframe").getByRole("button", { name: "Begin" }).waitFor();
      expect(await movedIn(page)).toBe(0);
      expect(await seriousFindings(page)).toEqual([]);
    },
  );
});
