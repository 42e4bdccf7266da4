import { expect, it, onTestFinished } from "vitest";
import { createBot } from "../../../src/app/create-bot.ts";
import { createMovableClock } from "../../../src/app/movable-clock.ts";
import { createTelegramChannel } from "../../../src/channels/telegram/adapter.ts";
import type { SavedState } from "../../../src/conversation/saved.ts";
import type { ConversationId } from "../../../src/ports.ts";
import { type BotApiServer, createBotApiServer } from "../../support/bot-api-server.ts";
import { at, createBrain, createTroubleLog, ungrouped, unmetered } from "../../support/bot-under-test.ts";
import { openMemoryStore } from "../../support/open-memory-store.ts";
import { someConversation } from "../../support/store-contract.ts";

const people = 240;
const saved: SavedState = { version: 1, state: "talk.fresh", dialogue: { misunderstood: 0, ticked: [] } };
const ids = Array.from({ length: people }, (_, index) => 1_000 + index);

/** Reminds everyone of the same minute. */
async function remindAll(server: BotApiServer, pace: number): Promise<void> {
  const dueAt = at("2025-05-25T15:00");
  const clock = createMovableClock({ now: () => Date.now() }, dueAt);
  const store = await openMemoryStore();
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
  await bot.start();
  await Promise.all(everyone.map((person) => person.next(60_000)));
}

it("everyone is reminded once, even if the pace was set higher than Telegram accepts", async () => {
  const server = await createBotApiServer({ mostASecond: 30 });
  onTestFinished(() => server.close());
  await remindAll(server, 200);
  const answered = (status: number) => server.callsOf("sendMessage").filter((call) => call.status === status);
  expect(answered(429).length).toBeGreaterThan(0);
  expect(answered(200)).toHaveLength(people);
});
