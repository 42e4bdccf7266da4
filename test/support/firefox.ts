import { existsSync } from "node:fs";
import puppeteer, { type Browser, type Frame, type Page } from "puppeteer-core";
import { expect, onTestFinished } from "vitest";
import { patienceMs } from "./until.ts";

const usualPlaces = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];

/** Firefox for a test: without one it is skipped, but never where CI promises one. */
export function firefoxForTests(): string | undefined {
  const path = usualPlaces.find((place) => existsSync(place));
  if (path === undefined && process.env["CI"] === "true")
    throw new Error("no Firefox: install it, CI runs the tests of the page in it, too");
  return path;
}

/** Starts Firefox, as somebody in Paris who reads French. */
export function launchFirefox(executablePath: string, theme: "light" | "dark"): Promise<Browser> {
  return puppeteer.launch({
    browser: "firefox",
    executablePath,
    env: { ...process.env, TZ: "Europe/Paris" },
    extraPrefsFirefox: { "intl.accept_languages": "fr", "ui.systemUsesDarkTheme": theme === "dark" ? 1 : 0 },
  });
}

/** Opens a page, closed with the test, which fails where the page throws or complains. */
export async function openInFirefox(browser: Browser, url: string, width: number): Promise<Page> {
  const context = await browser.createBrowserContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  onTestFinished(() => expect(problems).toEqual([]));
  await page.setViewport({ width, height: 780 });
  await page.goto(url);
  return page;
}

/** Presses the button, or follows the link, with this name. */
export async function press(where: Page | Frame, name: string): Promise<void> {
  await where.locator(`::-p-aria([name="${name}"])`).setTimeout(patienceMs).click();
}

/** Waits for a message of the bot that holds this text. */
export async function hear(where: Page | Frame, text: string): Promise<void> {
  await where.locator(`.row.bot ::-p-text(${text})`).setTimeout(patienceMs).wait();
}
