import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import { query } from "../support/bot-api-scene.ts";
import { type AtEnd, type BotProcess, startBot } from "../support/bot-process.ts";
import {
  accounts,
  askingToScan,
  hear,
  hearTexts,
  linked,
  menu,
  openWhatsAppScene,
  startReadyBot,
  talk,
  waitForNoBrowser,
  welcome,
} from "../support/whatsapp-bot.ts";
import { findChromium } from "../support/whatsapp-web/browser-args.ts";

const minute = 60_000;

const countOf = (text: string, words: string) => text.split(words).length - 1;
const readyTimes = (bot: BotProcess) => countOf(bot.errors(), "WhatsApp is ready");

/** A bot that is ready and has answered somebody. */
async function openTalk(atEnd: AtEnd) {
  const scene = await openWhatsAppScene(atEnd);
  const bot = await startReadyBot(scene, atEnd);
  const person = scene.web.person("33600000001@c.us");
  await talk(person, [["Bonjour", welcome]]);
  return { ...scene, bot, person };
}

describe.skipIf(findChromium() === undefined)(
  "what WhatsApp does to a bot that nobody looks after (skipped only where there is no Chromium)",
  () => {
    it.concurrent("gets through a time-out that raises no event", async ({ expect, onTestFinished }) => {
      const { web, bot, person } = await openTalk(onTestFinished);
      await web.setState("TIMEOUT", "silently");
      await bot.says("the state is TIMEOUT", 2 * minute);
      await expect.poll(() => readyTimes(bot), { timeout: minute }).toBe(2);
      await talk(person, [["menu", menu]]);
    });

    it.concurrent("gets through a page that hangs", async ({ expect, onTestFinished }) => {
      const { web, bot, person } = await openTalk(onTestFinished);
      void web.freeze(10 * minute);
      await bot.says("WhatsApp Web has to be started again", 2 * minute);
      await person.says("menu");
      await expect.poll(() => readyTimes(bot), { timeout: minute }).toBe(2);
      await hear(person, menu);
    });

    it.concurrent("says that another browser uses its session, and leaves it half a minute", async ({
      expect,
      onTestFinished,
    }) => {
      const { web, bot, person } = await openTalk(onTestFinished);
      await web.conflict();
      await bot.says(
        "WhatsApp: another browser uses this session: two bots must not share one session folder",
      );
      const from = Date.now();
      await person.says("menu");
      await expect.poll(() => readyTimes(bot), { timeout: minute }).toBe(2);
      expect(Date.now() - from).toBeGreaterThan(20_000);
      await hear(person, menu);
      expect(countOf(bot.shown(), askingToScan)).toBe(1);
    });

    it.concurrent("says that WhatsApp Web may have changed where it gets never ready, and goes on once it does", async ({
      expect,
      onTestFinished,
    }) => {
      const { web, bot, person, environment } = await openTalk(onTestFinished);
      expect(await bot.end("SIGTERM")).toBe(0);
      await web.renameModules();
      const next = startBot(environment, { atEnd: onTestFinished });
      await next.says("linked, but WhatsApp Web does not get ready: it may have changed", 2 * minute);
      await web.renameModules(false);
      await person.says("menu");
      await hear(person, menu);
      expect(countOf(next.errors(), "it may have changed")).toBe(1);
    });

    it.concurrent("shows a fresh code when nobody has scanned the one before", async ({
      expect,
      onTestFinished,
    }) => {
      const { web, environment } = await openWhatsAppScene(onTestFinished);
      const bot = startBot(environment, { atEnd: onTestFinished });
      await bot.shows(askingToScan, minute);
      await web.expireQr();
      await expect.poll(() => countOf(bot.shown(), askingToScan), { timeout: 3 * minute }).toBe(2);
      await web.scan();
      await bot.says("WhatsApp is ready", minute);
      expect(await bot.end("SIGTERM")).toBe(0);
    });
  },
);

describe.skipIf(findChromium() === undefined)("a bot that is killed again and again", () => {
  it("answers everybody, takes each step once, and leaves no browser behind", async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await openWhatsAppScene(onTestFinished);
    let bot = await startReadyBot(scene, onTestFinished);
    const crowd = Array.from({ length: 20 }, (_, index) => scene.web.person(`${33600002000 + index}@c.us`));
    await Promise.all(
      crowd.map((person) =>
        talk(person, [
          ["Bonjour", welcome],
          ["meta", accounts],
        ]),
      ),
    );
    const heard: string[] = [];
    const kills = 10;
    for (let kill = 0; kill < kills; kill += 1) {
      // Taken twice, the first of these would not be understood the second time.
      const [words, answer] =
        kill % 2 === 0 ? (["les deux", linked] as const) : (["retour", accounts] as const);
      await Promise.all(crowd.map((person) => person.says(words)));
      await sleep(kill * 40);
      expect(await bot.end("SIGKILL")).toBe("SIGKILL");
      await waitForNoBrowser(scene.folder);
      bot = await startReadyBot(scene, onTestFinished);
      heard.push(...(await Promise.all(crowd.map((person) => hearTexts(person, answer)))).flat());
    }
    await Promise.all(crowd.map((person) => person.says("menu")));
    heard.push(...(await Promise.all(crowd.map((person) => hearTexts(person, menu)))).flat());
    process.stdout.write(`${heard.length - crowd.length} answers to ${kills * crowd.length} messages\n`);
    expect(heard.filter((text) => text.includes("pas compris"))).toEqual([]);
    expect(heard.length).toBeLessThanOrEqual((3 * kills + 1) * crowd.length);
    await expect.poll(() => query(scene.file, "SELECT * FROM outbox")).toEqual([]);
  });
});
