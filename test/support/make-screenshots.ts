import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { addressOf, startBot } from "./bot-process.ts";
import { launchBrowser, screens, useChat } from "./browser-chat.ts";
import { buildBot } from "./build-bot.ts";
import { chromiumForTests } from "./find-chromium.ts";
import { openOperatorScene, operatorToken } from "./operator-scene.ts";
import { readArguments } from "./read-arguments.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const words = {
  fr: {
    begin: "Commencer",
    before: /^Six jours avant/,
    both: "Les deux",
    no: "Non",
    next: "Et maintenant",
    remind: "Me le rappeler",
    when: "Quand voulez-vous",
    noted: "C’est noté",
    day: /^La veille \(/,
  },
  en: {
    begin: "Begin",
    before: /^Six days before/,
    both: "Both",
    no: "No",
    next: "What now",
    remind: "Remind me",
    when: "When do you want",
    noted: "Noted",
    day: /^The day before \(/,
  },
} as const;

/** Shows the chat in each size, language and colour scheme, and the operator's page, and writes the pictures to `docs/`. */
async function makeScreenshots(): Promise<void> {
  const path = chromiumForTests();
  if (path === undefined) throw new Error("no Chromium: install it to make the screenshots");
  const undo: (() => void | Promise<void>)[] = [];
  buildBot();
  const bot = startBot({ PORT: "0" }, { atEnd: (step) => undo.push(step) });
  await bot.says("the bot is up");
  const url = await addressOf(bot);
  const browser = await launchBrowser(path);
  const schemes = ["light", "dark"] as const;
  const looks = (["phone", "desktop"] as const).flatMap((screen) =>
    (["fr", "en"] as const).flatMap((language) =>
      schemes.map((scheme) => [screen, language, scheme] as const),
    ),
  );
  for (const look of looks) await show(browser, url, ...look);
  await showOperator(browser);
  await browser.close();
  for (const step of undo) await step();
}

async function show(
  browser: Browser,
  url: string,
  screen: keyof typeof screens,
  language: keyof typeof words,
  colorScheme: "light" | "dark",
): Promise<void> {
  const own = words[language];
  const context = await browser.newContext({
    ...screens[screen],
    locale: language,
    timezoneId: "Europe/Paris",
    colorScheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const shot = async (): Promise<void> => {
    await page.mouse.move(0, 0);
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${root}/docs/web-${screen}-${language}-${colorScheme}.png` });
  };
  await page.goto(`${url}/?start=meta-${language}`);
  const chat = useChat(page);
  await chat.travels(own.before);
  await chat.presses(own.begin);
  await chat.presses(own.both);
  await chat.presses(own.no);
  await chat.hears(own.next);
  if (screen === "desktop") await shot();
  await chat.presses(own.remind);
  await chat.hears(own.when);
  await chat.presses(own.day);
  await chat.hears(own.noted);
  if (screen === "phone") await shot();
  await context.close();
}

/** Shows the operator's page of a bot that has been busy. */
async function showOperator(browser: Browser): Promise<void> {
  const scene = await openOperatorScene();
  for (const [screen, locale, colorScheme] of [
    ["desktop", "fr", "light"],
    ["phone", "en", "dark"],
  ] as const) {
    const context = await browser.newContext({ ...screens[screen], locale, colorScheme });
    const page = await context.newPage();
    await page.goto(`${scene.server.url}/operator`);
    await page.locator("#token").fill(operatorToken);
    await page.locator("#token").press("Enter");
    await page.locator(".funnel ol").waitFor();
    await page.screenshot({
      path: `${root}/docs/operator-${screen}-${locale}-${colorScheme}.png`,
      fullPage: true,
    });
    await context.close();
  }
  await scene.stop();
}

await readArguments([["npm run screenshots", "draws the pictures of docs/ anew"]], {});
await makeScreenshots();
