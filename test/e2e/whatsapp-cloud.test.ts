import { beforeAll, describe, expect, it } from "vitest";
import { query } from "../support/bot-api-scene.ts";
import { afterSuite, type BotProcess, startBot } from "../support/bot-process.ts";
import type { CloudApi } from "../support/whatsapp-cloud/cloud-api.ts";
import { openCloudScene } from "../support/whatsapp-cloud/open-scene.ts";
import type { CloudPerson } from "../support/whatsapp-cloud/people.ts";

const wordsOf = (person: CloudPerson) => person.seen().map(({ message }) => JSON.stringify(message));

async function hears(person: CloudPerson, words: string, times = 1): Promise<void> {
  await expect
    .poll(() => wordsOf(person).filter((message) => message.includes(words)).length)
    .toBeGreaterThanOrEqual(times);
}

describe("a person on the official WhatsApp", () => {
  const atEnd = afterSuite();
  let api: CloudApi;
  let bot: BotProcess;
  let file: string;

  beforeAll(async () => {
    const scene = await openCloudScene(atEnd);
    ({ api, file } = scene);
    bot = startBot({ ...scene.environment, LOG_LEVEL: "info" }, { atEnd });
    await bot.says("the bot is up");
  });

  /** Nothing waits to be sent, nor has the platform anything left to tell. */
  async function hasSentAll(): Promise<void> {
    await expect.poll(() => query(file, "SELECT 1 FROM outbox")).toEqual([]);
    await api.settle();
  }

  it("reaches nobody with a call that it does not make: a lost answer may double a message, a refusal never does", async () => {
    const person = api.person("FR.1");
    await person.says("Bonjour");
    await hears(person, "De quel service");
    api.fault({ type: "lose" });
    await person.says("menu");
    await hears(person, "Que voulez-vous faire", 2);
    api.fault({ type: "refuse", httpStatus: 503, code: 131_016 });
    await person.says("où en suis-je");
    await hears(person, "De quel service", 2);
    await hasSentAll();
    expect(wordsOf(person).filter((words) => words.includes("Que voulez-vous faire"))).toHaveLength(2);
    expect(wordsOf(person).filter((words) => words.includes("De quel service"))).toHaveLength(2);
  });

  it("gets more choices, once, although Meta refuses them twice", async () => {
    const person = api.person("FR.3");
    await person.says("Bonjour");
    await hears(person, "De quel service");
    await person.says("meta");
    await hears(person, "Quels comptes");
    await person.says("aide");
    await hears(person, "questions fréquentes");
    const refusal = { type: "refuse", httpStatus: 503, code: 131_016 } as const;
    api.fault(refusal, refusal);
    const before = wordsOf(person).length;
    expect(await person.presses("more")).toBe(200);
    await hears(person, '"body":{"text":"Autres choix');
    expect(await person.again()).toBe(200);
    await hasSentAll();
    expect(wordsOf(person)).toHaveLength(before + 1);
  });

  it("is led from the first word to the links in four messages, and each of them is delivered", async () => {
    const person = api.person("FR.2", { hasUsername: true });
    for (const [words, answer] of [
      ["Bonjour", "De quel service"],
      ["meta", "Quels comptes"],
      ["les deux", "sont-ils liés"],
      ["non", "Et maintenant"],
    ] as const) {
      await person.says(words);
      await hears(person, answer);
    }
    expect(wordsOf(person)).toHaveLength(4);
    expect(wordsOf(person).join("\n")).toContain("https://help.instagram.com/contact/767264225370182");
    await api.settle();
    expect(await bot.end("SIGTERM")).toBe(0);
  });
});
