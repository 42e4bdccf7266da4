import { expect, it, onTestFinished } from "vitest";
import { createBot } from "../../src/app/create-bot.ts";
import { minuteOfDay } from "../../src/conversation/calendar-day.ts";
import { newDialogue, stranger } from "../../src/conversation/context.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import { createAlertDesk } from "../../src/operator/alert-desk.ts";
import type { Channel, ConversationId, Store } from "../../src/ports.ts";
import { at, createBrain, createTestClock, createTroubleLog, unmetered } from "../support/bot-under-test.ts";
import { openMemoryStore } from "../support/open-memory-store.ts";
import { testChannel } from "../support/person-under-test.ts";

const people = 20_000;
const perSecond = 28;
/** The clock is moved by so much for each look, and over the nights at once. */
const lookMs = 200;
const saved: SavedState = { version: 1, state: "talk.fresh", dialogue: newDialogue };

async function subscribeAll(store: Store, now: number): Promise<void> {
  for (let first = 0; first < people; first += 1_000)
    await store.transaction(async (transaction) => {
      for (let number = first; number < first + 1_000; number += 1) {
        const person = { ...stranger, language: "en", alertsSince: now - number };
        await transaction.save(`test:${number}`, { person, saved }, now);
      }
    });
}

it("20,000 people are told once each, never at night, and no more in a second than the channel takes", async () => {
  const clock = createTestClock("2025-05-15T20:55");
  const { log, trouble } = createTroubleLog();
  const store = await openMemoryStore();
  onTestFinished(() => store.close());
  const toldAt: number[] = [];
  const told = new Set<ConversationId>();
  const channel: Channel = {
    ...testChannel,
    limits: { perSecond },
    async send(id) {
      toldAt.push(clock.now());
      told.add(id);
    },
  };
  const parts = { ...createBrain(["meta"]), store, clock, log, random: () => 0.5, channels: [channel] };
  const bot = createBot({ ...parts, ...unmetered });
  const desk = createAlertDesk({ ...parts, show: () => "" });
  await subscribeAll(store, clock.now());
  const endsAt = at("2025-05-16T09:06:54") + 286;
  expect(await desk.preview({ campaign: "meta", news: "new" })).toMatchObject({ channels: [{ endsAt }] });
  await desk.queue({ campaign: "meta", news: "new" });
  const isNight = () => clock.now() > at("2025-05-15T21:05") && clock.now() < at("2025-05-16T08:55");
  while (told.size < people && clock.now() < endsAt + 3_600_000) {
    await bot.remind();
    clock.advance(isNight() ? 60_000 : lookMs);
  }
  expect([told.size, toldAt.length]).toEqual([people, people]);
  expect(await desk.list()).toMatchObject([{ total: people, handled: people }]);
  const isQuiet = (instant: number) => Math.abs(minuteOfDay(instant, "Europe/Paris") - 15 * 60) > 6 * 60;
  expect(toldAt.filter(isQuiet)).toEqual([]);
  const tooMany = toldAt.filter(
    (instant, index) => (toldAt[index + perSecond] ?? Infinity) < instant + 1_000,
  );
  expect(tooMany).toEqual([]);
  process.stdout.write(
    `the last one at ${new Date(toldAt.at(-1) ?? 0).toISOString()}, foreseen ${new Date(endsAt).toISOString()}\n`,
  );
  expect(Math.abs((toldAt.at(-1) ?? 0) - endsAt)).toBeLessThan(10 * 60_000);
  expect(trouble).toEqual([]);
});
