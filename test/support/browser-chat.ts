import type { Locator, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { patienceMs } from "./until.ts";

/** The sizes that the page is looked at in. */
export const screens = {
  phone: {
    viewport: { width: 390, height: 780 },
    deviceScaleFactor: 1.5,
    hasTouch: true,
    isMobile: true,
  },
  desktop: { viewport: { width: 1200, height: 780 } },
} as const;

/** Starts a browser that reaches nothing but this machine. */
export function launchBrowser(executablePath: string) {
  return chromium.launch({
    executablePath,
    args: [
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

/** The chat as somebody in front of it uses it. */
export interface BrowserChat {
  readonly page: Page;
  /** The last message of the bot that holds this text; waits for it. */
  readonly hears: (text: string | RegExp) => Promise<Locator>;
  /** Presses the newest button with this label. */
  readonly presses: (label: string | RegExp) => Promise<void>;
  /** Writes, and sends with Enter. */
  readonly writes: (text: string) => Promise<void>;
  /** Opens the panel and travels. */
  readonly travels: (label: string | RegExp) => Promise<void>;
}

/** Takes a page that shows the chat. */
export function useChat(page: Page): BrowserChat {
  return {
    page,
    async hears(text) {
      const message = page.locator(".row.bot").filter({ hasText: text }).last();
      await message.waitFor({ timeout: patienceMs });
      return message;
    },
    async presses(label) {
      const exact = typeof label === "string" ? { name: label, exact: true } : { name: label };
      await page.locator("#log, #intro").getByRole("button", exact).last().click();
    },
    async writes(text) {
      await page.locator("#text").fill(text);
      await page.locator("#text").press("Enter");
    },
    async travels(label) {
      await page.locator("#time > summary").click();
      await page.locator("#moments").getByRole("button", { name: label }).first().click();
    },
  };
}
