import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { type BrowserChat, screens, useChat } from "./browser-chat.ts";
import type { SharedBrowser } from "./share-browser.ts";

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

/** Opens the chat of a shared bot, or the page at `at`, as somebody in Paris. */
export async function openChatPage(
  shared: Pick<SharedBrowser, "browser" | "url">,
  screen: keyof typeof screens,
  locale: "fr" | "en",
  { at = shared.url, ...more }: BrowserContextOptions & { readonly at?: string } = {},
): Promise<BrowserChat> {
  const options = { locale, timezoneId: "Europe/Paris", ...more };
  const page = await openBrowserPage(shared.browser, screen, options);
  await page.goto(at);
  return useChat(page);
}
