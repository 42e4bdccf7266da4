import { expect, it, onTestFinished } from "vitest";
import { hear, openScene, talk } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";
import { freePort } from "../support/free-port.ts";
import { missingDisk, openSmallDisk } from "../support/small-disk.ts";

const missing = missingDisk();
const why = missing === undefined ? "" : ` (skipped: ${missing})`;

it.skipIf(missing)(
  `says why nobody is answered while the disk is full, and answers when there is room${why}`,
  async () => {
    const disk = openSmallDisk(onTestFinished);
    const { server, environment } = await openScene("polling");
    const port = await freePort();
    const settings = { DATABASE_URL: `file:${disk.folder}/bot.db`, PORT: String(port) };
    const bot = startBot({ ...environment, ...settings });
    await bot.says("the bot is up");
    const ready = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
      const { parts } = (await answer.json()) as { readonly parts: readonly unknown[] };
      return { status: answer.status, store: parts[0] };
    };
    const person = server.person(1, { languageCode: "fr" });
    await talk(person, [["/start", "De quel service"]]);
    expect(await ready()).toEqual({ status: 200, store: { name: "store", ready: true } });

    disk.fill();
    person.says("aide");
    await expect
      .poll(ready)
      .toEqual({ status: 503, store: { name: "store", ready: false, trouble: "disk-full" } });
    const sentence = `${disk.folder}/bot.db cannot grow, the disk is full: make room on it.`;
    expect(bot.errors()).toContain(sentence);

    disk.makeRoom();
    await hear(person, "les bons formulaires");
    await expect.poll(ready).toEqual({ status: 200, store: { name: "store", ready: true } });
  },
);
