import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { query } from "../support/bot-api-scene.ts";
import { startBot, temporaryFolder } from "../support/bot-process.ts";
import { freePort } from "../support/free-port.ts";
import { type CloudApi, createCloudApi } from "../support/whatsapp-cloud/cloud-api.ts";
import type { CloudPerson } from "../support/whatsapp-cloud/people.ts";
import { cloudSettings } from "../support/whatsapp-cloud/settings.ts";

async function openScene() {
  const api = await createCloudApi();
  onTestFinished(() => api.close());
  const port = await freePort();
  api.deliverTo(`http://127.0.0.1:${port}/whatsapp-cloud`);
  const file = `${temporaryFolder()}/bot.db`;
  const start = async () => {
    const bot = startBot({
      WHATSAPP_CLOUD_TOKEN: cloudSettings.token,
      WHATSAPP_CLOUD_PHONE_NUMBER_ID: cloudSettings.phoneNumberId,
      WHATSAPP_CLOUD_WABA_ID: cloudSettings.wabaId,
      WHATSAPP_CLOUD_APP_SECRET: cloudSettings.appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: cloudSettings.verifyToken,
      WHATSAPP_CLOUD_API_ROOT: api.apiRoot,
      DATABASE_URL: `file:${file}`,
      PORT: String(port),
    });
    await bot.says("the bot is up");
    return bot;
  };
  return { api, file, start };
}

const wordsOf = (person: CloudPerson) => person.seen().map(({ message }) => JSON.stringify(message));

async function hears(person: CloudPerson, words: string, times = 1): Promise<void> {
  await expect
    .poll(() => wordsOf(person).filter((message) => message.includes(words)).length)
    .toBeGreaterThanOrEqual(times);
}

it("is led from the first word to the links in five messages, and each of them is delivered", async () => {
  const { api, start } = await openScene();
  const bot = await start();
  const person = api.person("FR.1", { hasUsername: true });
  for (const [words, answer] of [
    ["Bonjour", "De quel service"],
    ["meta", "Quels comptes"],
    ["les deux", "sont-ils liés"],
    ["non", "Et maintenant"],
  ] as const) {
    await person.says(words);
    await hears(person, answer);
  }
  expect(wordsOf(person)).toHaveLength(5);
  expect(wordsOf(person).join("\n")).toContain("https://help.instagram.com/contact/767264225370182");
  await api.settle();
  expect(await bot.end("SIGTERM")).toBe(0);
});

it("answers everybody although it is killed again and again, and takes each step once", async () => {
  const { api, file, start } = await openScene();
  let bot = await start();
  const crowd = Array.from({ length: 12 }, (_, index) => api.person(`FR.${index + 1}`));
  await Promise.all(crowd.map((person) => person.says("Bonjour")));
  await Promise.all(crowd.map((person) => hears(person, "De quel service")));
  await Promise.all(crowd.map((person) => person.says("meta")));
  await Promise.all(crowd.map((person) => hears(person, "Quels comptes")));
  const kills = 3;
  for (let kill = 0; kill < kills; kill += 1) {
    // Taken twice, the first of these would not be understood the second time.
    const [words, answer] = kill % 2 === 0 ? ["les deux", "sont-ils liés"] : ["retour", "Quels comptes"];
    const said = crowd.map((person) => person.says(words));
    await sleep(kill * 30);
    await bot.end("SIGKILL");
    bot = await start();
    await Promise.all(said);
    const times = Math.floor(kill / 2) + (kill % 2 === 0 ? 1 : 2);
    await Promise.all(crowd.map((person) => hears(person, answer, times)));
  }
  expect(crowd.flatMap(wordsOf).filter((words) => words.includes("pas compris"))).toEqual([]);
  await expect.poll(() => query(file, "SELECT * FROM outbox")).toEqual([]);
  await api.settle();
});

it("reaches nobody with a call that it does not make: a lost answer may double a message, a refusal never does", async () => {
  const { api, start } = await openScene();
  await start();
  const person = await knownPerson(api);
  api.fault({ type: "lose" });
  await person.says("menu");
  await hears(person, "Que voulez-vous faire", 2);
  api.fault({ type: "refuse", httpStatus: 503, code: 131_016 });
  await person.says("où en suis-je");
  await hears(person, "De quel service", 2);
  await sleep(3_000);
  expect(wordsOf(person).filter((words) => words.includes("Que voulez-vous faire"))).toHaveLength(2);
  expect(wordsOf(person).filter((words) => words.includes("De quel service"))).toHaveLength(2);
});

async function knownPerson(api: CloudApi): Promise<CloudPerson> {
  const person = api.person("FR.1");
  await person.says("Bonjour");
  await hears(person, "De quel service");
  return person;
}
