import { expect, it, onTestFinished, vi } from "vitest";
import { createReporter } from "../../src/app/report.ts";
import { createUsageCount, createUsageStatistics } from "../../src/app/usage-statistics.ts";
import type { Following, Person } from "../../src/conversation/vocabulary.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { at, createBrain, createTestClock, createTroubleLog } from "../support/bot-under-test.ts";
import { testChannel } from "../support/person-under-test.ts";

const day = 86_400_000;
const { world } = createBrain(["meta", "evergreen"]);
const following = (change: Partial<Following>): Following => ({
  accounts: [],
  linked: {},
  sent: {},
  outcomes: {},
  ...change,
});
const person = (language: string | undefined, meta?: Partial<Following>): Person => ({
  stopped: false,
  ...(language !== undefined && { language }),
  following: meta === undefined ? {} : { meta: following(meta) },
});
const understood = { languages: {}, topics: [] };
const both = ["facebook", "instagram"];

function count(people: readonly Person[]) {
  const counting = createUsageCount(world.campaigns);
  for (const each of people) counting.add(each);
  return counting.result();
}

it("counts how far people have come, and in which languages", () => {
  const counted = count([
    person(undefined),
    person("fr"),
    person("fr", { accounts: both }),
    person("en", { accounts: both, linked: { "accounts-center": "no" } }),
    person("fr", { accounts: ["instagram"] }),
    person("fr", { accounts: ["facebook"], sent: { facebook: 1 } }),
  ]);
  expect(counted.people).toBe(6);
  expect(counted.reached).toEqual({ language: 5, accounts: 4, steps: 3, sent: 1, confirmed: 0 });
  expect(counted.languages).toEqual({ fr: 4, en: 1 });
});

it("counts an objection for each account, of the campaigns that are on offer", () => {
  const gone: Person = { stopped: false, following: { gone: following({ sent: { x: 1 } }) } };
  const confirmed: Partial<Following> = {
    outcomes: { facebook: { kind: "confirmed", at: 2 }, instagram: { kind: "refused", at: 2 } },
  };
  const counted = count([
    person("fr", { accounts: both, sent: { facebook: 1, instagram: 1 }, ...confirmed }),
    person("fr", { accounts: ["facebook"], sent: { facebook: 1 } }),
    gone,
  ]);
  expect(counted.objections).toEqual([
    { campaign: "meta", sent: 3, confirmed: 1 },
    { campaign: "evergreen", sent: 0, confirmed: 0 },
  ]);
  expect(counted.reached.confirmed).toBe(1);
});

it("counts everybody once, while the store has time for others, and anew only after some minutes", async () => {
  const store = await openStore("memory:");
  onTestFinished(() => store.close());
  const { log, trouble } = createTroubleLog();
  const clock = createTestClock("2025-05-20T10:00");
  const saved = { version: 1, state: "talk.next", dialogue: {} } as never;
  await store.transaction(async (transaction) => {
    for (let id = 0; id < 1_234; id += 1)
      await transaction.save(`test:${id}`, { person: person("fr"), saved }, clock.now());
  });
  const asked = vi.spyOn(store, "conversations");
  const usage = createUsageStatistics({ store, world, clock, log });
  expect(usage.latest()).toBeUndefined();
  await vi.waitFor(() => expect(usage.latest()?.people).toBe(1_234));
  expect(asked).toHaveBeenCalledTimes(3);
  await store.transaction((transaction) => transaction.erase("test:7"));
  clock.advance(4 * 60_000);
  expect(usage.latest()?.people).toBe(1_234);
  clock.advance(2 * 60_000);
  // The old count stands until the new one is there.
  expect(usage.latest()?.people).toBe(1_234);
  await vi.waitFor(() => expect(usage.latest()?.people).toBe(1_233));
  await usage.stop();
  expect(trouble).toEqual([]);
});

it("tells of a store that cannot be read, and counts again later", async () => {
  const { log, trouble } = createTroubleLog();
  const clock = createTestClock("2025-05-20T10:00");
  let isAway = true;
  const conversations = async () => {
    if (isAway) throw new Error("away");
    return [];
  };
  const usage = createUsageStatistics({ store: { conversations }, world, clock, log });
  usage.latest();
  await vi.waitFor(() => expect(trouble).toHaveLength(1));
  isAway = false;
  expect(usage.latest()).toBeUndefined();
  expect(trouble).toHaveLength(1);
  clock.advance(6 * 60_000);
  await vi.waitFor(() => expect(usage.latest()?.people).toBe(0));
});

it("reports reminders by the operator’s days, late ones, what waits, and facts that have grown old", async () => {
  const store = await openStore("memory:");
  const clock = createTestClock("2025-05-20T22:30");
  const { log } = createTroubleLog();
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
  const counts = { sent: 5, failed: 2, givenUp: 1 };
  const state = { ready: false, since: at("2025-05-20T21:00"), lastError: "no answer" };
  const channels = [{ ...testChannel, state: () => state }];
  const reporter = createReporter({
    store,
    channels,
    world,
    clock,
    log,
    isProxyIgnored: () => false,
    countsOf: async () => counts,
    countUnderstood: async () => understood,
  });
  onTestFinished(async () => {
    await reporter.stop();
    await store.close();
  });
  const report = await reporter.read();
  expect(report.channels).toEqual([{ name: "test", ...state, counts, lateReminders: 1 }]);
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
  const uncertain = Object.values(world.campaigns.get("meta")?.facts ?? {}).filter(({ told }) => told).length;
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

it("reports how the channels are although the store is away, or does not answer", async () => {
  const { log } = createTroubleLog();
  const clock = createTestClock("2025-05-20T10:00");
  const away = async () => Promise.reject(new Error("away"));
  const silent = () => new Promise<never>(() => {});
  for (const [conversations, countReminders, outboxState] of [
    [away, away, away],
    [away, silent, silent],
  ] as const) {
    const store = { conversations, countReminders, outboxState };
    const counts = { sent: 0, failed: 0, givenUp: 0 };
    const parts = {
      store,
      channels: [testChannel],
      world,
      clock,
      log,
      isProxyIgnored: () => false,
      countsOf: async () => counts,
      countUnderstood: async () => understood,
    };
    const report = await createReporter(parts).read();
    expect(report.channels).toEqual([{ name: "test", ready: true, counts }]);
    expect(report).not.toHaveProperty("outbox");
    expect(report).not.toHaveProperty("reminders");
    expect(report.facts).toHaveLength(2);
  }
});
