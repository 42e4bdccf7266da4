import type { Browser, Page } from "puppeteer-core";
import { beforeAll, describe, expect, it } from "vitest";
import { afterSuite, startBot } from "../support/bot-process.ts";
import { firefoxForTests, hear, launchFirefox, openInFirefox, press } from "../support/firefox.ts";
import { serveEmbedDemo } from "../support/serve-embed-demo.ts";

const firefox = firefoxForTests();
const atEnd = afterSuite();
const themes = ["light", "dark"] as const;
const widths = [320, 390, 1280] as const;
const browsers = new Map<(typeof themes)[number], Browser>();
let chat: string;
let site: string;

const open = (url: string, width: number, theme: (typeof themes)[number] = "light") => {
  const browser = browsers.get(theme);
  if (browser === undefined) throw new Error("Firefox has not started");
  return openInFirefox(browser, url, width);
};

const scrollsSideways = (page: Page) => page.evaluate("document.documentElement.scrollWidth > innerWidth");

/** The colours of the page's ground and of the bar that scrolls the talk. */
const groundAndBar = (page: Page) =>
  page.evaluate(`[
    getComputedStyle(document.body).backgroundColor,
    getComputedStyle(document.querySelector("#scroll")).scrollbarColor,
  ]`);

describe.skipIf(firefox === undefined)("in Firefox (skipped only where there is none)", () => {
  beforeAll(async () => {
    for (const theme of themes) {
      const browser = await launchFirefox(firefox ?? "", theme);
      atEnd(() => browser.close());
      browsers.set(theme, browser);
    }
    const demo = await serveEmbedDemo(atEnd);
    site = demo.site;
    const bot = startBot(demo.settings, { atEnd });
    await bot.says("the bot is up");
    chat = `http://127.0.0.1:${demo.settings.PORT}`;
  });

  it.each(widths.flatMap((width) => themes.map((theme) => ({ width, theme }))))(
    "a person goes from the first press to the forms at $width px, $theme",
    async ({ width, theme }) => {
      const page = await open(chat, width, theme);
      await press(page, "Commencer");
      await press(page, "Meta (Facebook, Instagram)");
      await press(page, "Les deux");
      await hear(page, "sont-ils liés");
      await page.locator("#text").fill("non, pas liés");
      await page.keyboard.press("Enter");
      await hear(page, "les deux formulaires");
      expect(await scrollsSideways(page)).toBe(false);
      const ground = theme === "dark" ? "rgb(14, 20, 22)" : "rgb(233, 238, 240)";
      expect(await groundAndBar(page)).toEqual([ground, expect.stringContaining(ground)]);
    },
  );

  it("the conversation is there again after a reload, and goes on", async () => {
    const page = await open(chat, 390);
    await press(page, "Commencer");
    await press(page, "Meta (Facebook, Instagram)");
    await hear(page, "Quels comptes");
    await page.reload();
    await hear(page, "Quels comptes");
    await press(page, "Instagram");
    await hear(page, "Et maintenant");
    expect(await page.$$(".row.person")).toHaveLength(3);
  });

  it("the chat in an article opens with the keyboard, answers, and gives the focus back", async () => {
    const page = await open(site, 1280);
    await page.focus("objecteur-chat >>> button");
    await page.keyboard.press("Enter");
    const frame = await page.waitForFrame((each) => each.url().startsWith(chat));
    await press(frame, "Begin");
    await hear(frame, "service");
    await page.keyboard.press("Escape");
    const focused = `document.querySelector("objecteur-chat").shadowRoot.activeElement?.localName`;
    await expect.poll(() => page.evaluate(focused)).toBe("button");
  });
});
