import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { type HttpServer, serveHttp } from "../../src/http/serve-http.ts";
import { serveExperience } from "../../src/operator/serve-experience.ts";
import { shippedPath } from "../../src/support/folders.ts";
import { createBrain, createTestClock, createTroubleLog } from "../support/bot-under-test.ts";
import { launchBrowser } from "../support/browser-chat.ts";
import { faintTexts } from "../support/faint-texts.ts";
import { chromiumForTests } from "../support/find-chromium.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { describeInBrowser } from "../support/share-browser.ts";
import { someExperiences } from "../support/some-experiences.ts";

let browser: Browser;
let server: HttpServer;

describeInBrowser("the page about how services answer", () => {
  beforeAll(async () => {
    browser = await launchBrowser(chromiumForTests() ?? "");
    const app = serveExperience({
      ...createBrain(["meta", "whatsapp"]),
      clock: createTestClock("2026-11-30T10:00"),
      experiences: () => someExperiences,
      style: readFileSync(shippedPath("dist/page/experience.css"), "utf8"),
      hasChat: true,
    });
    const { log } = createTroubleLog();
    server = await serveHttp({ host: "127.0.0.1", port: 0, routes: [app], log });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each([
    [320, "light", "fr", 16],
    [320, "dark", "en", 32],
    [390, "dark", "fr", 16],
    [390, "light", "en", 16],
    [1280, "light", "fr", 16],
    [1280, "dark", "en", 16],
  ] as const)("is whole and readable at %i px, %s, in %s", async (width, colorScheme, locale, textSize) => {
    const options = { viewport: { width, height: 800 }, colorScheme, locale };
    const page = await openBrowserPage(browser, "desktop", options);
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setFontSizes", { fontSizes: { standard: textSize } });
    await page.goto(`${server.url}/experience`);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    expect(await page.locator("html").getAttribute("lang")).toBe(locale);
    expect(await page.locator("caption").count()).toBe(2);
    expect(await faintTexts(page)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("is read without a script, in the other language by its link, and its file is saved", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "fr" });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`${server.url}/experience`);
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { name: "Do they answer, and how long does it take?" }).waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download as CSV" }).click();
    expect((await download).suggestedFilename()).toBe("objecteur-experience.csv");
  });
});
