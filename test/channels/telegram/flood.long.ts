import { expect, it, onTestFinished } from "vitest";
import { createBot } from "../../../src/app/create-bot.ts";
import { createMovableClock } from "../../../src/app/movable-clock.ts";
import { createTelegramChannel } from "../../../src/channels/telegram/adapter.ts";
import type { SavedState } from "../../../src/conversation/saved.ts";
import type { ConversationId } from "../../../src/ports.ts";
import { openStore } from "../../../src/storage/open-store.ts";
import { type BotApiServer, createBotApiServer } from "../../support/bot-api-server.ts";
import { at, createBrain, createTroubleLog, ungrouped, unmetered } from "../../support/bot-under-test.ts";
import { someConversation } from "../../support/store-contract.ts";

const people = 240;
const mostASecond = 30;
const saved: SavedState = { version: 1, state: "talk.fresh", dialogue: { misunderstood: 0, ticked: [] } };
const ids = Array.from({ length: people }, (_, index) => 1_000 + index);

/** Reminds everyone of the same minute; returns how many milliseconds it took until the last one was told. */
async function remindAll(server: BotApiServer, pace: number): Promise<number> {
  const dueAt = at("2025-05-25T15:00");
  const clock = createMovableClock({ now: () => Date.now() }, dueAt);
  const store = await openStore("memory:");
  const everyone = ids.map((id) => server.person(id));
  for (const person of everyone) {
    person.says("hello");
    const id: ConversationId = `telegram:${person.id}`;
    await store.transaction(async (transaction) => {
      await transaction.save(id, { ...someConversation(), saved }, dueAt);
      await transaction.setReminder(id, { campaign: "meta", slot: "day-2025-05-25", dueAt });
    });
  }
  // What was said before the bot came is not what this is about.
  server.updates.dropPending();
  const { log } = createTroubleLog();
  const { token, url: apiRoot } = server;
  const channel = createTelegramChannel({
    token,
    apiRoot,
    profiles: [],
    ...ungrouped,
    proactivePerSecond: pace,
    clock,
    log,
    ...unmetered,
  });
  const bot = createBot({
    ...createBrain(["meta"]),
    ...unmetered,
    store,
    channels: [channel],
    clock,
    log,
    random: () => 0.5,
  });
  onTestFinished(() => bot.stop().then(() => store.close()));
  const began = performance.now();
  await bot.start();
  await Promise.all(everyone.map((person) => person.next(60_000)));
  return performance.now() - began;
}

async function openServer(): Promise<BotApiServer> {
  const server = await createBotApiServer({ mostASecond });
  onTestFinished(() => server.close());
  return server;
}

/** Server and bot share a processor: if something else holds it for a tenth of a second, calls bunch up and one is refused. */
const retried = { retry: 3 };
const refusals = (server: BotApiServer) => server.calls.filter(({ status }) => status === 429).length;

it(
  "240 reminders of the same minute go out within ten seconds, and Telegram refuses none",
  retried,
  async () => {
    const server = await openServer();
    const took = await remindAll(server, 28);
    expect(refusals(server)).toBe(0);
    expect(server.callsOf("sendMessage")).toHaveLength(people);
    expect(took).toBeLessThan(10_000);
  },
);

it("everyone is reminded once, even if the pace was set higher than Telegram accepts", async () => {
  const server = await openServer();
  await remindAll(server, 200);
  expect(refusals(server)).toBeGreaterThan(0);
  expect(server.callsOf("sendMessage").filter(({ status }) => status === 200)).toHaveLength(people);
});
