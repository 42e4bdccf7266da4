import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { BotApiPerson } from "../support/bot-api-chats.ts";
import { hear as hearOnTelegram, openScene } from "../support/bot-api-scene.ts";
import { afterSuite, type BotProcess, startBot } from "../support/bot-process.ts";
import { freePort } from "../support/free-port.ts";
import {
  accounts,
  askingToScan,
  browsersIn,
  hear,
  hearTexts,
  menu,
  openWhatsAppScene,
  startReadyBot,
  talk,
  type WhatsAppScene,
  waitForNoBrowser,
  welcome,
} from "../support/whatsapp-bot.ts";
import { findChromium } from "../support/whatsapp-web/browser-args.ts";

describe.skipIf(findChromium() === undefined)(
  "Telegram and WhatsApp in one process (skipped only where there is no Chromium)",
  () => {
    const atEnd = afterSuite();
    let scene: WhatsAppScene;
    let bot: BotProcess;
    let onTelegram: BotApiPerson;
    let port: number;

    beforeAll(async () => {
      const telegram = await openScene("polling", atEnd);
      const whatsapp = await openWhatsAppScene(atEnd);
      const WHATSAPP_CHROMIUM_PATH = wrapBrowser(whatsapp.folder);
      port = await freePort();
      const own = { WHATSAPP_CHROMIUM_PATH, PORT: String(port) };
      scene = { ...whatsapp, environment: { ...telegram.environment, ...whatsapp.environment, ...own } };
      onTelegram = telegram.server.person(1, { languageCode: "fr" });
      bot = await startReadyBot(scene, atEnd);
    });

    /** How often the log has told that WhatsApp is ready. */
    const readyTimes = () => bot.errors().split("WhatsApp is ready").length - 1;
    const nobody = () => scene.web.person("33600000009@c.us");

    it("answers on Telegram while the browser is dead, and comes back on WhatsApp with what was missed", async () => {
      const person = scene.web.person("33600000001@c.us");
      await talk(person, [["Bonjour", welcome]]);
      writeFileSync(`${scene.folder}/broken`, "");
      const [browser = 0] = browsersIn(scene.folder);
      process.kill(browser, "SIGKILL");
      await expect.poll(() => scene.web.pages).toBe(0);
      await person.says("menu");
      onTelegram.says("/start");
      await hearOnTelegram(onTelegram, welcome);
      await bot.says("WhatsApp: the browser does not start");
      onTelegram.says("menu");
      await hearOnTelegram(onTelegram, menu);
      expect(scene.web.pages).toBe(0);
      rmSync(`${scene.folder}/broken`);
      await hear(person, menu);
      expect(readyTimes()).toBe(2);
    });

    it("goes on after the page was loaded anew", async () => {
      const person = scene.web.person("33600000002@c.us");
      await scene.web.reload();
      await person.says("Bonjour");
      expect(await hearTexts(person, welcome)).toHaveLength(2);
    });

    it("gets ready although the page was in sync before it could listen", async () => {
      scene.web.alreadySynced();
      const [browser = 0] = browsersIn(scene.folder);
      process.kill(browser, "SIGKILL");
      const before = readyTimes();
      await expect.poll(readyTimes).toBe(before + 1);
      scene.web.alreadySynced(false);
      await talk(nobody(), [["Bonjour", welcome]]);
    });

    it("is not ready while nobody on WhatsApp gets an answer, says so once, and is when the first one does", async () => {
      const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
      const people = [4, 5, 6, 7].map((number) => scene.web.person(`3360000001${number}@c.us`));
      await expect.poll(ready).toBe(200);
      await scene.web.failSends("throw", 1_000);
      for (const person of people) await person.says("Bonjour");
      await expect.poll(ready).toBe(503);
      await scene.web.failSends("throw", 0);
      for (const person of people) await hear(person, welcome);
      await expect.poll(ready).toBe(200);
      expect(bot.errors().split("WhatsApp takes no messages").length - 1).toBe(1);
    });

    it("says in one sentence to a second bot on the same session that it is in use, and talks on", async () => {
      const DATABASE_URL = `file:${scene.folder}/second.db`;
      const second = startBot({ ...scene.environment, PORT: "0", DATABASE_URL, TELEGRAM_BOT_TOKEN: "" });
      expect(await second.ended()).toBe(1);
      const [last = ""] = second.errors().trim().split("\n").slice(-1);
      expect(last).toMatch(
        /^WHATSAPP_SESSION_DIR: .*whatsapp is in use by another Objecteur: stop that one first, or /,
      );
      await talk(scene.web.person("33600000018@c.us"), [["Bonjour", welcome]]);
    });

    it("ends when all of an answer is sent, and says nothing of it twice after its next start", async () => {
      const person = scene.web.person("33600000019@c.us");
      await talk(person, [
        ["Bonjour", welcome],
        ["meta", accounts],
      ]);
      await scene.web.slowSends(250);
      await person.says("que insta");
      const answer = [await person.next()];
      expect(await bot.end("SIGTERM")).toBe(0);
      await waitForNoBrowser(scene.folder);
      while (person.unread().length > 0) answer.push(await person.next());
      expect(answer).toHaveLength(2);
      expect(answer.at(-1)?.poll?.question).toContain("Et maintenant");
      bot = await startReadyBot(scene, atEnd);
      await person.says("menu");
      expect(await hearTexts(person, menu)).toHaveLength(1);
    });

    it("says in one sentence that the phone has unlinked it, asks for a new scan, and stays linked by it", async () => {
      const person = scene.web.person("33600000003@c.us");
      const seen = bot.shown().length;
      await scene.web.logout();
      await bot.says("WhatsApp: the phone has unlinked this bot: link it again with the code that is shown");
      await person.says("Bonjour");
      await expect.poll(() => bot.shown().slice(seen)).toContain(askingToScan);
      await scene.web.scan();
      await hear(person, welcome);
      expect(await bot.end("SIGTERM")).toBe(0);
      bot = await startReadyBot(scene, atEnd);
      await talk(person, [["menu", menu]]);
      expect(bot.shown()).not.toContain(askingToScan);
    });
  },
);

/** Gives the path of a browser that does not start while the folder has a file named "broken". */
function wrapBrowser(folder: string): string {
  const path = `${folder}/browser`;
  writeFileSync(path, `#!/bin/sh\n[ -e "${folder}/broken" ] && exit 1\nexec "${findChromium()}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
