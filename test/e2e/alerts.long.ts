import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { newDialogue, stranger } from "../../src/conversation/context.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import type { ConversationId } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { query } from "../support/bot-api-scene.ts";
import { type BotApiServer, createBotApiServer } from "../support/bot-api-server.ts";
import { startBot } from "../support/bot-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const people = 3_000;
/** Telegram's limit and our pace, both so many times as high as they are: else one alert would take two minutes. */
const speed = 4;
/** What the dead process had on its way to Telegram may come again: as many as are sent at the same time. */
const mostInFlight = 32;
const timeout = 120_000;
const run = promisify(execFile);

/** A zone in which it is the afternoon now: nothing goes out at night. */
function zoneOfAfternoon(): string {
  const ahead = 14 - new Date().getUTCHours();
  const offset = ahead > 12 ? ahead - 24 : ahead;
  // POSIX counts the other way round.
  return `Etc/GMT${offset > 0 ? "-" : "+"}${Math.abs(offset)}`;
}

async function openScene() {
  const token = "42:TEST-TOKEN-TEST-TOKEN-TEST-TOKEN-TEST";
  const server = await createBotApiServer({ token, mostASecond: 30 * speed });
  onTestFinished(() => server.close());
  const file = `${temporaryFolder()}/bot.db`;
  const url = `file:${file}`;
  const store = await openStore(url);
  const saved: SavedState = { version: 1, state: "talk.fresh", dialogue: newDialogue };
  const now = Date.now();
  const save = (number: number) => {
    server.person(1_000 + number).says("hello");
    const id: ConversationId = `telegram:${1_000 + number}`;
    const person = { ...stranger, language: "en", alertsSince: now - number };
    return store.transaction((transaction) => transaction.save(id, { person, saved }, now));
  };
  await Promise.all(Array.from({ length: people }, (_, number) => save(number)));
  await store.close();
  server.updates.dropPending();
  const environment = {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: server.url,
    TELEGRAM_PACE: String(28 * speed),
    DATABASE_URL: url,
    TIME_ZONE: zoneOfAfternoon(),
    OPERATOR_NAME: "Test",
    OPERATOR_CONTACT: "test@example.org",
  };
  const alert = async (...given: readonly string[]) => {
    const env = { PATH: process.env["PATH"], ...environment };
    return (await run(process.execPath, ["dist/main.js", "alert", ...given], { env })).stdout;
  };
  return { server, environment, file, alert };
}

/** How often each chat got the alert. */
function told(server: BotApiServer): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const { params, status } of server.callsOf("sendMessage"))
    if (status === 200) counts.set(params["chat_id"], (counts.get(params["chat_id"]) ?? 0) + 1);
  return counts;
}

it("3,000 people are told at the pace that Telegram takes, no one is left out, and no one told twice, although the bot is killed", async () => {
  const { server, environment, file, alert } = await openScene();
  let bot = startBot(environment);
  await bot.says("the bot is up");
  expect(await alert("linkedin", "--yes")).toContain("telegram: 3,000 people");
  const began = performance.now();
  await expect.poll(() => told(server).size, { timeout }).toBeGreaterThan(people / 3);
  await bot.end("SIGKILL");
  bot = startBot(environment);
  await expect.poll(() => told(server).size, { timeout }).toBe(people);
  const tookMs = performance.now() - began;
  // What would come twice waits there.
  await expect.poll(() => query(file, "SELECT COUNT(*) AS waiting FROM outbox")).toEqual([{ waiting: 0 }]);
  const counts = told(server);
  const twice = [...counts.values()].filter((count) => count > 1).length;
  const refused = server.calls.filter(({ status }) => status === 429).length;
  process.stdout.write(`${Math.round(tookMs / 1_000)} s, twice ${twice}, refused ${refused}\n`);
  expect(twice).toBeLessThanOrEqual(mostInFlight);
  // None, if nothing else holds the processors; each that is refused is told all the same.
  expect(refused).toBeLessThan(people / 50);
  expect(await alert()).toMatch(/█{20} 3,000 of 3,000 {2}linkedin \(new\), done/);
  expect(bot.errors()).toMatch(/"count":3000,.*an alert has gone to the outbox for everyone who wanted it/);
  expect(await bot.end("SIGTERM")).toBe(0);
});
