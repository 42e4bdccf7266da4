// The chat in the browser on loopback: `npm run bench:web [chats] [answers]`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { launchBrowser } from "../test/support/browser-chat.ts";
import { chromiumForTests } from "../test/support/find-chromium.ts";
import { timeSlowPhone } from "../test/support/time-slow-phone.ts";
import { createWebPage, type WebPage } from "../test/support/web-page.ts";
import { startBotProcess } from "./bot-process.ts";
import { percentile } from "./percentile.ts";
import { count, printTable } from "./print-table.ts";

const chats = Number(process.argv[2] ?? 500);
const answers = Number(process.argv[3] ?? 6);
const port = 18_651;
const url = `http://127.0.0.1:${port}`;
/** What each person says, over and over; every answer is one or more messages. */
const said = ["/start meta-en", "both", "no", "help", "menu", "back"];

/** Milliseconds from the click to the first message that answers it. */
async function ask(page: WebPage, text: string): Promise<number> {
  const before = page.messages.length;
  const began = performance.now();
  const posted = page.post({ text });
  while (page.messages.length === before) await sleep(1);
  const took = performance.now() - began;
  await posted;
  return took;
}

/** One person, who thinks for about three seconds before each click. */
async function chat(index: number): Promise<readonly number[]> {
  const page = createWebPage({ url, address: `192.0.${index >> 8}.${index & 255}` });
  await page.open();
  const times: number[] = [];
  for (let turn = 0; turn < answers; turn += 1) {
    await sleep(6_000 * Math.random());
    times.push(await ask(page, said[turn % said.length] ?? ""));
  }
  page.close();
  return times;
}

async function untilUp(): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const isUp = await fetch(url)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (isUp) return;
    await sleep(100);
  }
  throw new Error("the bot does not come up");
}

/** The first load, as a browser asks for it. */
async function firstLoad(): Promise<{ readonly requests: number; readonly bytes: number }> {
  const html = await (await fetch(url)).text();
  const paths = ["", ...[...html.matchAll(/(?:href|src)="(chat\/[^"]+)"/g)].map(([, path = ""]) => path)];
  const headers = { "accept-encoding": "br" };
  const files = await Promise.all(paths.map((path) => fetch(`${url}/${path}`, { headers })));
  return {
    requests: files.length,
    bytes: files.reduce((sum, file) => sum + Number(file.headers.get("content-length")), 0),
  };
}

/** The fastest of five loads in a real browser; nothing without one. */
async function slowPhone(): Promise<readonly (readonly [string, string, string])[]> {
  const chromium = chromiumForTests();
  if (chromium === undefined) return [];
  const browser = await launchBrowser(chromium);
  const times: (readonly [button: number, answers: number])[] = [];
  for (let load = 0; load < 5; load += 1) times.push(await timeSlowPhone(browser, url));
  await browser.close();
  const fastest = (index: 0 | 1) => count(Math.min(...times.map((each) => each[index])));
  return [
    ["slow phone: first button, ms", fastest(0), "1,000"],
    ["slow phone: press to answers, ms", fastest(1), "1,000"],
  ];
}

const folder = mkdtempSync(join(tmpdir(), "objecteur-bench-"));
const bot = startBotProcess("../src/main.ts", {
  WEB: "public",
  WEB_TRUST_PROXY: "on",
  PORT: String(port),
  OPERATOR_NAME: "Bench",
  OPERATOR_CONTACT: "bench@example.org",
  LOG_LEVEL: "warn",
  DATABASE_URL: `file:${join(folder, "bot.db")}`,
});
await untilUp();
const { requests, bytes } = await firstLoad();
const phone = await slowPhone();
await Promise.all(Array.from({ length: 20 }, (_, index) => chat(60_000 + index)));
const times = (await Promise.all(Array.from({ length: chats }, (_, index) => chat(index)))).flat();
printTable([
  ["", "measured", "target"],
  ["first load, requests", count(requests), "5"],
  ["first load, bytes", count(bytes), "40,000"],
  ...phone,
  ["open chats", count(chats), ""],
  ["click to answer, median ms", percentile(times, 0.5).toFixed(1), ""],
  ["click to answer, p99 ms", percentile(times, 0.99).toFixed(1), "25"],
  ["memory at most, MB", count(bot.peakMegabytes()), ""],
]);
await bot.stop();
rmSync(folder, { recursive: true });
