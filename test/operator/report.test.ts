import { expect, it, onTestFinished } from "vitest";
import { createChannelNotes } from "../../src/app/channel-notes.ts";
import { createReporter } from "../../src/operator/report.ts";
import type { Store } from "../../src/ports.ts";
import { systemTimers } from "../../src/support/timers.ts";
import { at, createBrain, createTestClock } from "../support/bot-under-test.ts";
import { openMemoryStore } from "../support/open-memory-store.ts";
import { testChannel } from "../support/person-under-test.ts";
import { nothingExpires } from "../support/store-contract.ts";

const day = 86_400_000;
const { world } = createBrain(["meta", "evergreen"]);
const understood = { languages: {}, topics: [] };
const counts = { sent: 5, failed: 2, rateLimited: 1, givenUp: 1, slow: 0 };

it("reports reminders by the operator’s days, late ones, what waits, and facts that have grown old", async () => {
  const store = await openMemoryStore();
  const clock = createTestClock("2025-05-20T22:30");
  const dues = [
    "2025-05-20T22:00",
    "2025-05-20T23:59",
    "2025-05-21T00:00",
    "2025-05-21T23:00",
    "2025-06-25T10:00",
  ];
  await store.transaction(async (transaction) => {
    for (const [slot, due] of dues.entries())
      await transaction.setReminder("test:1", { campaign: "meta", slot: `${slot}`, dueAt: at(due) });
    const when = { now: at("2025-05-20T22:00"), goodUntil: at("2025-05-21T22:00") };
    await transaction.enqueue("test:2", "answer", [{ text: [] }], when);
  });
  const state = { ready: false, since: at("2025-05-20T21:00"), trouble: "unreachable" };
  const invitation = "https://chat.example/?start={campaign}-{language}";
  const channels = [{ ...testChannel, state: () => state, invitation: () => invitation }];
  const reporter = createReporter({
    store,
    channels,
    world,
    clock,
    timers: systemTimers,
    isProxyIgnored: () => false,
    alerts: { list: async () => [] },
    countsOf: async () => counts,
    countUnderstood: async () => understood,
  });
  onTestFinished(() => store.close());
  const report = await reporter.read();
  expect(report.channels).toEqual([{ name: "test", ...state, invitation, counts, lateReminders: 1 }]);
  expect(report.today).toBe("2025-05-20");
  expect(report.understood).toEqual(understood);
  expect(report.reminders?.slice(0, 3)).toEqual([
    { day: "2025-05-20", count: 1 },
    { day: "2025-05-21", count: 2 },
    { day: "2025-05-22", count: 0 },
  ]);
  expect(report.reminders).toHaveLength(30);
  expect(report.outbox).toEqual({ count: 1, oldest: at("2025-05-20T22:00") });
  const [meta] = report.facts;
  const days = Object.values(world.campaigns.get("meta")?.facts ?? {}).map(({ checked }) => checked);
  const uncertain = Object.values(world.campaigns.get("meta")?.facts ?? {}).filter(
    ({ grade }) => grade === "C",
  ).length;
  expect(uncertain).toBeGreaterThan(0);
  expect(meta).toEqual({
    campaign: "meta",
    count: days.length,
    oldest: days.toSorted()[0],
    stale: 0,
    uncertain,
  });
  clock.advance(900 * day);
  expect((await reporter.read()).facts[0]?.stale).toBe(days.length);
});

it("compares the last seven whole days with the seven before them", async () => {
  const store = await openMemoryStore();
  onTestFinished(() => store.close());
  const add = (name: string, what: "people" | "sent", count: number) =>
    store.transaction((transaction) =>
      transaction.addCounts(name, [{ channel: "web", campaign: "", language: "fr", what, count }]),
    );
  const counted = { "05-05": 1, "05-06": 2, "05-12": 4, "05-13": 8, "05-19": 16, "05-20": 32 };
  for (const [name, count] of Object.entries(counted)) await add(`2025-${name}`, "people", count);
  await add("2025-05-14", "sent", 3);
  const { week } = await reporterOn(store).read();
  expect(week).toEqual([
    { what: "people", count: 24, before: 6 },
    { what: "steps", count: 0, before: 0 },
    { what: "reminders", count: 0, before: 0 },
    { what: "sent", count: 3, before: 0 },
    { what: "confirmed", count: 0, before: 0 },
  ]);
});

it("keeps what is counted by source out of the counts of the days", async () => {
  const store = await openMemoryStore();
  onTestFinished(() => store.close());
  const cameBy = { channel: "", campaign: "", language: "", what: "from-a-begun", count: 60 } as const;
  await store.transaction((transaction) => transaction.addCounts("2025-05-01", [cameBy]));
  const reporter = reporterOn(store);
  expect(await reporter.readCounts("")).toEqual([]);
  const shown = [{ source: "a", from: "2025-04-28", to: "2025-05-04", reached: { begun: 60 } }];
  expect(await reporter.readSources()).toEqual(shown);
  expect((await reporter.read()).sources).toEqual(shown);
});

/** A reporter of a bot that has a store alone. */
function reporterOn(store: Store) {
  return createReporter({
    store,
    channels: [],
    world,
    clock: createTestClock("2025-05-20T10:00"),
    timers: systemTimers,
    isProxyIgnored: () => false,
    alerts: { list: async () => [] },
    countsOf: async () => counts,
    countUnderstood: async () => understood,
  });
}

it("counts a message that is charged for once, although it is read a month after its delivery", async () => {
  const store = await openMemoryStore();
  onTestFinished(() => store.close());
  const notes = createChannelNotes(store, "test", world.defaultZone);
  const charge = { messageId: "wamid.1", category: "utility", isBillable: true };
  const delivered = at("2025-05-01T12:00");
  await notes.countCharge({ ...charge, at: delivered });
  const read = delivered + 30 * day;
  await store.expire({ ...nothingExpires, forgetIdsBefore: read - 2 * day });
  await notes.countCharge({ ...charge, at: read });
  expect(await store.dailyCounts("")).toMatchObject([
    { day: "2025-05-01", what: "charged-utility", count: 1 },
  ]);
  await store.expire({ ...nothingExpires, forgetIdsBefore: read + day });
  expect(
    await store.transaction((transaction) => transaction.claimUpdateId("test:charge:wamid.1", read)),
  ).toBe(true);
});

it("reports what the platform charges for, in this month and the one before, and whether the cap is reached", async () => {
  const store = await openMemoryStore();
  onTestFinished(() => store.close());
  const clock = createTestClock("2025-05-20T10:00");
  const notes = createChannelNotes(store, "test", world.defaultZone);
  const deliver = async (day: string, category: string, isBillable: boolean, count: number) => {
    for (let number = 0; number < count; number += 1)
      await notes.countCharge({
        messageId: `${day} ${category} ${isBillable} ${number}`,
        category,
        isBillable,
        at: at(`${day}T12:00`),
      });
  };
  await deliver("2025-03-31", "service", true, 1);
  await deliver("2025-04-01", "utility", true, 4);
  await deliver("2025-05-02", "service", false, 1);
  await deliver("2025-05-03", "service", true, 2);
  const reportWith = async (chargedPerMonth: number) => {
    const channels = [{ ...testChannel, limits: { chargedPerMonth } }];
    const alerts = { list: async () => [] };
    const parts = {
      store,
      channels,
      world,
      clock,
      timers: systemTimers,
      alerts,
      isProxyIgnored: () => false,
    };
    const [channel] = (
      await createReporter({
        ...parts,
        countsOf: async () => counts,
        countUnderstood: async () => understood,
      }).read()
    ).channels;
    return channel;
  };
  expect(await reportWith(2)).toMatchObject({
    charges: [
      { month: "2025-04", category: "utility", charged: 4, free: 0 },
      { month: "2025-05", category: "service", charged: 2, free: 1 },
    ],
    monthlyCap: { count: 2, isReached: true },
  });
  expect(await reportWith(3)).toMatchObject({ monthlyCap: { count: 3, isReached: false } });
});

it("reports how the channels are although the store is away, or does not answer", async () => {
  const clock = createTestClock("2025-05-20T10:00");
  const away = async () => Promise.reject(new Error("away"));
  const silent = () => new Promise<never>(() => {});
  for (const call of [away, silent]) {
    const store = { countReminders: call, outboxState: call, dailyCounts: call };
    const parts = {
      store,
      channels: [testChannel],
      world,
      clock,
      timers: systemTimers,
      isProxyIgnored: () => false,
      alerts: { list: silent },
      countsOf: async () => counts,
      countUnderstood: async () => understood,
    };
    const { read, readCounts } = createReporter(parts);
    const [report, counted] = await Promise.all([read(), readCounts("2025-05-20")]);
    expect(counted).toBeUndefined();
    expect(report.channels).toEqual([{ name: "test", ready: true, counts }]);
    expect(report.outbox).toBeUndefined();
    expect(report.reminders).toBeUndefined();
    expect([report.week, report.sources]).toEqual([undefined, undefined]);
    expect(report.facts).toHaveLength(2);
  }
});
