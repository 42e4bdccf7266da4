// The chat in the browser on loopback: `npm run bench:web [chats] [answers]`.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { launchBrowser, screens } from "../test/support/browser-chat.ts";
import { chromiumForTests } from "../test/support/find-chromium.ts";
import { readArguments } from "../test/support/read-arguments.ts";
import { type BotProcess, startBotProcess } from "./bot-process.ts";
import { percentile } from "./percentile.ts";
import { count, printTable } from "./print-table.ts";
import { timeSlowPhone } from "./time-slow-phone.ts";
import type { Readers } from "./web-readers.ts";

const { positionals } = await readArguments(
  [["npm run bench:web -- [chats] [answers]", "the chat in the browser"]],
  { allowPositionals: true },
);
const [chats = 500, answers = 6] = positionals.map(Number);
const port = 18_651;
const url = `http://127.0.0.1:${port}`;
/** So many processes share the readers. */
const processes = 5;

/** Milliseconds from each click to the first message that answers it, of so many readers at once. */
async function chat(first: number, readers: number): Promise<readonly number[]> {
  const each = Math.ceil(readers / processes);
  const beginsAt = Date.now() + 10_000;
  const path = fileURLToPath(new URL("web-readers.ts", import.meta.url));
  const times = Array.from({ length: processes }, async (_, index): Promise<readonly number[]> => {
    const some: Readers = { url, first: first + index * each, chats: each, answers, beginsAt };
    const reader = fork(path, [JSON.stringify(some)]);
    const [found] = await Promise.race([once(reader, "message"), once(reader, "exit")]);
    if (!Array.isArray(found)) throw new Error("readers ended before they had chatted");
    return found;
  });
  return (await Promise.all(times)).flat();
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
async function slowPhone(): Promise<readonly (readonly [string, string, string, string])[]> {
  const chromium = chromiumForTests();
  if (chromium === undefined) return [];
  const browser = await launchBrowser(chromium);
  const times: (readonly [button: number, answers: number, task: number])[] = [];
  for (let load = 0; load < 5; load += 1)
    times.push([...(await timeSlowPhone(browser, url)), await longestTask(browser)]);
  await browser.close();
  const fastest = (index: 0 | 1 | 2) => count(Math.min(...times.map((each) => each[index])));
  return [
    ["slow phone: first button, ms", fastest(0), "", "1,000"],
    ["slow phone: press to answers, ms", fastest(1), "", "1,000"],
    ["a quarter of the speed: longest task while loading, ms", fastest(2), "", "50"],
  ];
}

/**
 * Milliseconds of the longest task while the page loads, on a processor four times slower; 0 if none took 50. The
 * page is asked by the protocol alone: Playwright's locators put a script into it that is itself such a task.
 */
async function longestTask(browser: Browser): Promise<number> {
  const context = await browser.newContext({ ...screens.phone, locale: "fr" });
  const page = await context.newPage();
  await page.addInitScript(`globalThis.longest = 0;
    const noted = (list) => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); };
    new PerformanceObserver(noted).observe({ type: "longtask", buffered: true });`);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(url);
  // What follows the first button belongs to the loading, too.
  const expression = `new Promise((resolve) => {
    const look = () => document.querySelector("#intro:not([hidden])")
      ? setTimeout(() => resolve(longest), 1_000)
      : setTimeout(look, 100);
    look();
  })`;
  const { result } = await cdp.send("Runtime.evaluate", { expression, awaitPromise: true });
  await context.close();
  return Number(result.value);
}

/** The chats, once the server is warm: how long each answer took, and what it cost the server. */
async function chatWarm(server: BotProcess) {
  await chat(60_000, 200);
  const before = server.cpuMs();
  const times = await chat(0, chats);
  const cpuMs = (server.cpuMs() - before) / times.length;
  return { median: percentile(times, 0.5), p99: percentile(times, 0.99), cpuMs };
}

const yardstick = startBotProcess("yardsticks/web-echo.ts", { PORT: String(port) });
await untilUp();
const echo = await chatWarm(yardstick);
await yardstick.stop();
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
const ours = await chatWarm(bot);
const beside = (of: keyof typeof ours) => [ours[of].toFixed(1), echo[of].toFixed(1)];
printTable([
  ["", "Objecteur", "an echo", "target"],
  ["first load, requests", count(requests), "", "5"],
  ["first load, bytes", count(bytes), "", "40,000"],
  ...phone,
  ["open chats", count(chats), count(chats), ""],
  ["click to answer, median ms", ...beside("median"), ""],
  ["click to answer, p99 ms", ...beside("p99"), "25"],
  ["processor time of an answer, ms", ...beside("cpuMs"), ""],
  ["memory at most, MB", count(bot.peakMegabytes()), "", ""],
]);
await bot.stop();
rmSync(folder, { recursive: true });
