import type { Browser } from "playwright-core";
import { screens } from "../test/support/browser-chat.ts";

/** A slow phone: 1.6 Mbit/s, 150 ms there and back. In bytes a second. */
const slow = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };

/** Milliseconds on a slow phone, from an empty cache: until the first button can be pressed, and from the press to the first answers. */
export async function timeSlowPhone(
  browser: Browser,
  url: string,
): Promise<readonly [button: number, answers: number]> {
  const context = await browser.newContext({ ...screens.phone, locale: "fr" });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", slow);
  const opened = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator("#start").waitFor();
  const pressed = performance.now();
  await page.locator("#start").click();
  await page.locator(".answers button").first().waitFor();
  const answered = performance.now();
  await context.close();
  return [pressed - opened, answered - pressed];
}
