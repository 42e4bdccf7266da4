import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../support/whatsapp-web/browser-args.ts";
import { type LibraryInChromium, launchLibrary } from "../../support/whatsapp-web/launch-library.ts";
import { createWhatsAppWeb, type WhatsAppWeb } from "../../support/whatsapp-web/whatsapp-web.ts";

const noChromium = findChromium() === undefined;

describe.skipIf(noChromium)(
  "what goes wrong with the library (skipped only where there is no Chromium)",
  {
    timeout: 30_000,
  },
  () => {
    let web: WhatsAppWeb;
    let dataPath: string;
    let running: LibraryInChromium | undefined;

    const stop = async () => {
      await running?.client.destroy();
      running = undefined;
    };

    const launch = async (pairingNumber?: string) => {
      await stop();
      running = launchLibrary(web, dataPath, pairingNumber);
      return running;
    };

    /** One that is ready: starting a browser is slow, so it is the one that runs, if one does. */
    const readyBot = async () => {
      running?.forget();
      if (running) return running;
      const bot = await launch();
      if (!web.linked) {
        await bot.next("qr");
        await web.scan();
      }
      await bot.next("ready");
      return bot;
    };

    beforeAll(async () => {
      web = await createWhatsAppWeb();
      dataPath = await mkdtemp(join(tmpdir(), "whatsapp-"));
    });

    afterEach(async ({ task }) => {
      web.alreadySynced(false);
      await web.renameModules(false);
      if (task.result?.state === "fail") await stop();
    });

    afterAll(async () => {
      await stop();
      await web.close();
      await rm(dataPath, { recursive: true, force: true, maxRetries: 5 });
    });

    test("a frozen page answers when it thaws", async () => {
      const bot = await readyBot();
      await web.freeze(500);
      const asked = performance.now();
      expect(await bot.client.getState()).toBe("CONNECTED");
      expect(performance.now() - asked).toBeGreaterThan(300);
    });

    test("a conflict ends the client, and the next one is linked still", async () => {
      const bot = await readyBot();
      await web.conflict();
      expect(await bot.next("disconnected")).toEqual(["CONFLICT"]);
      await expect.poll(() => bot.client.pupBrowser?.isConnected()).toBe(false);
      const again = await launch();
      await again.next("ready");
      expect(again.count("qr")).toBe(0);
    });

    test("a killed browser raises nothing, keeps its link, and what it misses is found", async () => {
      const bot = await readyBot();
      const person = web.person("33600000001@c.us");
      bot.client.pupBrowser?.process()?.kill("SIGKILL");
      await expect.poll(() => web.pages).toBe(0);
      await person.says("là ?");
      expect(bot.count("disconnected")).toBe(0);
      const again = await launch();
      await again.next("ready");
      expect(again.count("qr")).toBe(0);
      const chat = await again.client.getChatById(person.id);
      expect(await chat.fetchMessages({ limit: 10 })).toMatchObject([{ body: "là ?" }]);
    });

    test("renamed modules let it be authenticated and connected, but never ready", async () => {
      await readyBot();
      await web.renameModules();
      const bot = await launch();
      await bot.next("authenticated");
      await pause(300);
      expect(bot.count("ready")).toBe(0);
      expect(await bot.client.getState()).toBe("CONNECTED");
      await stop();
    });

    test("a page in sync too early raises nothing at all, and the next one is ready", async () => {
      await readyBot();
      web.alreadySynced();
      const deaf = await launch();
      await deaf.started;
      await pause(300);
      expect([deaf.count("qr"), deaf.count("authenticated"), deaf.count("ready")]).toEqual([0, 0, 0]);
      web.alreadySynced(false);
      await (await launch()).next("ready");
    });

    test("after a logout a new scan works, but its session is gone with the next start", async () => {
      const bot = await readyBot();
      await web.logout();
      expect(await bot.next("disconnected")).toEqual(["LOGOUT"]);
      expect(web.linked).toBe(false);
      await bot.next("qr");
      await web.scan();
      await bot.next("ready");
      const again = await launch();
      await again.next("qr");
      expect(again.count("ready")).toBe(0);
      await again.started;
      await web.logout();
      await stop();
    });

    test("a QR is replaced until the page gives up, and then no other comes", async () => {
      await web.logout();
      const bot = await launch();
      const [first] = await bot.next("qr");
      await bot.started;
      await web.refreshQr();
      const [second] = await bot.next("qr");
      expect(second).not.toBe(first);
      await web.expireQr();
      await expect(web.scan(200)).rejects.toThrow("a QR to scan: not within 200 ms");
      expect(bot.count("qr")).toBe(0);
      await stop();
    });

    test("a pairing code links as a QR does, and no other code", async () => {
      await web.logout();
      const bot = await launch("33600009999");
      const [code] = await bot.next("code");
      await expect(web.enterCode("AAAAAAAA")).rejects.toThrow("no page shows the code");
      await web.enterCode(String(code));
      await bot.next("ready");
      expect(bot.count("qr")).toBe(0);
    });
  },
);
