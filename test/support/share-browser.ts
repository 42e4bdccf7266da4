import type { Browser } from "playwright-core";
import { beforeAll, describe } from "vitest";
import { type AtEnd, addressOf, afterSuite, type BotProcess, startBot } from "./bot-process.ts";
import { launchBrowser } from "./browser-chat.ts";
import { chromiumForTests } from "./find-chromium.ts";

const chromium = chromiumForTests();

/** Describes what is seen in a browser. */
export function describeInBrowser(title: string, tests: () => void): void {
  describe.skipIf(chromium === undefined)(`${title} (skipped only where there is no Chromium)`, () => {
    tests();
  });
}

/** What all tests of a file share, once the first of them begins. */
export interface SharedBrowser {
  browser: Browser;
  bot: BotProcess;
  /** Where the bot's page is. */
  url: string;
}

/** Starts a browser and a bot for the tests of a file: the preview, where no other settings are given. */
export function shareBrowser(
  settings: (atEnd: AtEnd) => Promise<Readonly<Record<string, string>>> = async () => ({ PORT: "0" }),
): SharedBrowser {
  const atEnd = afterSuite();
  const shared = {} as SharedBrowser;
  beforeAll(async () => {
    const { PORT = "0", ...others } = await settings(atEnd);
    shared.bot = startBot({ PORT, ...others }, { atEnd });
    shared.browser = await launchBrowser(chromium ?? "");
    atEnd(() => shared.browser.close());
    await shared.bot.says("the bot is up");
    shared.url = PORT === "0" ? await addressOf(shared.bot) : `http://127.0.0.1:${PORT}`;
  });
  return shared;
}
