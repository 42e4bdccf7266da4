import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { screens } from "./browser-chat.ts";

/**
 * Opens an empty page in a context of its own, closed with the test. The test fails where the page throws, or complains of
 * anything but a server that refuses or is away: that is what some tests are about.
 */
export async function openBrowserPage(
  browser: Browser,
  screen: keyof typeof screens,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ ...screens[screen], ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/ERR_CONNECTION|Failed to load resource/.test(message.text()))
      problems.push(message.text());
  });
  onTestFinished(() => expect(problems).toEqual([]));
  return page;
}
