import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { hear, hearAll, openScene, query, setReminder, talk } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const endsWithinMs = 5_000;

it("ends in under five seconds while Telegram keeps a call hanging, and sends that answer at the next start", async () => {
  const { server, environment } = await openScene("polling");
  const person = server.person(1, { languageCode: "fr" });
  const first = startBot(environment);
  server.faults.add({ kind: "hang", method: "sendMessage" });
  person.says("/start meta");
  await expect.poll(() => server.callsOf("sendMessage").length).toBe(1);
  const from = performance.now();
  expect(await first.end("SIGTERM")).toBe(0);
  expect(performance.now() - from).toBeLessThan(endsWithinMs);
  expect(person.unread()).toEqual([]);
  startBot(environment);
  expect(await hearAll(person, "Quels comptes")).toHaveLength(1);
});

it("ends with code 0 in under five seconds in the middle of the traffic, and goes on from there", async () => {
  const { server, environment, file } = await openScene("polling");
  const first = startBot(environment);
  await first.says("the bot is up");
  const people = Array.from({ length: 50 }, (_, index) => server.person(index + 1, { languageCode: "fr" }));
  for (const person of people) person.says("/start meta");
  await people[0]?.next();
  // It is in the middle: some have their answer, others do not.
  expect(people.filter((person) => person.unread().length === 0).length).toBeGreaterThan(10);
  const from = performance.now();
  expect(await first.end("SIGTERM")).toBe(0);
  expect(performance.now() - from).toBeLessThan(endsWithinMs);
  const second = startBot(environment);
  await Promise.all(people.slice(1).map((person) => hear(person, "Quels comptes")));
  for (const person of people) person.says("menu");
  const heard = await Promise.all(people.map((person) => hearAll(person, "Que voulez-vous faire")));
  expect(heard.flatMap((messages) => messages.slice(0, -1).map(({ text }) => text))).toEqual([]);
  expect(await second.end("SIGTERM")).toBe(0);
  expect(query(file, "SELECT count(*) AS waiting FROM outbox")).toEqual([{ waiting: 0 }]);
});

it("refuses a store that another bot uses, which talks on", async () => {
  const { server, environment } = await openScene("polling");
  const first = startBot(environment);
  await first.says("the bot is up");
  const second = startBot(environment);
  expect(await second.ended()).toBe(1);
  expect(second.errors()).toMatch(/in use by another Objecteur.*\n$/);
  server.person(1, { languageCode: "fr" }).says("/start");
  await hear(server.person(1), "De quel service");
});

it("goes on from a backup on a fresh machine: with the conversation and its reminder", async () => {
  const { server, file, environment } = await openScene("polling");
  const before = startBot(environment);
  const person = server.person(1, { languageCode: "fr" });
  await talk(person, setReminder);
  const fresh = `${temporaryFolder()}/data/objecteur.db`;
  mkdirSync(dirname(fresh));
  execFileSync(process.execPath, ["dist/main.js", "backup", fresh], {
    env: { ...process.env, ...environment },
  });
  expect(await before.end("SIGKILL")).toBe("SIGKILL");
  rmSync(file);

  const after = startBot({ ...environment, DATABASE_URL: `file:${fresh}` });
  await talk(person, [
    ["mes rappels", "Voici vos rappels"],
    ["mes données", "Instagram"],
  ]);
  expect(await after.end("SIGTERM")).toBe(0);
});

it("is up, and ends at once, while it still tries to reach Telegram", async () => {
  const { server, environment } = await openScene("polling");
  server.faults.add({ kind: "error", code: 502, description: "Bad Gateway", times: 1_000 });
  const bot = startBot(environment);
  await bot.says("Telegram is unreachable; retrying");
  await bot.says("the bot is up");
  const from = performance.now();
  expect(await bot.end("SIGTERM")).toBe(0);
  expect(performance.now() - from).toBeLessThan(endsWithinMs);
});
