import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createBot } from "../../src/app/create-bot.ts";
import { newDialogue, stranger } from "../../src/conversation/context.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import {
  type Channel,
  ChannelError,
  type ConversationId,
  type Hold,
  type Inbox,
  type Store,
} from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { createBrain, createTestClock, createTroubleLog, unmetered } from "../support/bot-under-test.ts";
import { createGate } from "../support/create-gate.ts";
import { testChannel } from "../support/person-under-test.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";
import { someConversation } from "../support/store-contract.ts";
import { until } from "../support/until.ts";

const often = { interval: 10 };
const fresh: SavedState = { version: 1, state: "talk.fresh", dialogue: newDialogue };

/**
 * A channel on which one process alone may be; what a person writes while it is stopped is lost on them. Its start
 * waits for `isReady`.
 */
function createExclusiveChannel(isReady: () => Promise<void> = async () => {}) {
  let inbox: Inbox | undefined;
  let starts = 0;
  let writes = 0;
  const sent: string[] = [];
  const channel: Channel = {
    name: "test",
    isExclusive: true,
    state: () => ({ ready: inbox !== undefined, since: 0 }),
    async start(given) {
      starts += 1;
      await isReady();
      inbox = given;
    },
    async stop() {
      inbox = undefined;
    },
    async send(_, { text }) {
      sent.push(text.map((span) => span.text).join(""));
    },
  };
  const says = async (text: string): Promise<void> => {
    writes += 1;
    await inbox?.receive({ id: `${starts} ${writes}`, conversationId: "test:ana", text });
  };
  return { channel, sent, says, isOn: () => inbox !== undefined, starts: () => starts };
}

describe.skipIf(missingPostgres())(`a bot on PostgreSQL that leads${whySkipped()}`, () => {
  const postgres = sharePostgres();

  const clock = createTestClock("2025-05-20T10:00");

  async function open(): Promise<Store> {
    const store = await openStore(postgres.url);
    onTestFinished(() => store.close());
    return store;
  }

  async function startBot(isReady?: () => Promise<void>, shared: readonly Channel[] = []) {
    const store = await open();
    const exclusive = createExclusiveChannel(isReady);
    const bot = createBot({
      ...createBrain(["meta"]),
      store,
      channels: [exclusive.channel, ...shared],
      clock,
      log: createTroubleLog().log,
      random: () => 0.5,
      ...unmetered,
    });
    onTestFinished(() => bot.stop());
    await bot.start();
    const howItIs = () => bot.channels.map(({ state }) => state?.());
    return { bot, store, ...exclusive, howItIs };
  }

  /** Ends the connection of whoever has the role, as a failing network or a server's administrator does. */
  function breakLead() {
    const holders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 28462 AND granted";
    return postgres.server.query(`SELECT pg_terminate_backend(pid) FROM (${holders}) AS holding`);
  }

  /** Takes the lead from whoever has it; they may be as quick as we are, so it is tried until it is ours. */
  async function robLead(store: Store): Promise<Hold> {
    await breakLead();
    return (await store.hold("lead")) ?? robLead(store);
  }

  it("stops its channels where another takes over, and answers people again once that one has ended", async () => {
    const { isOn, says, sent, starts } = await startBot();
    expect(isOn()).toBe(true);
    const hold = await robLead(await open());
    await expect.poll(isOn, often).toBe(false);
    expect(hold.isHeld()).toBe(true);
    await hold.release();
    await expect.poll(isOn, often).toBe(true);
    expect(starts()).toBe(2);
    await says("/start meta-en");
    await expect.poll(() => sent.join(), often).toContain("Which accounts");
  });

  it("leaves its channels' people to the one that takes over, whatever it has to wait for with them", async () => {
    const { bot, channel, isOn, store } = await startBot();
    const problem = { reason: "rate-limited", retryAfterMs: 3_600_000 } as const;
    const send = vi.spyOn(channel, "send").mockRejectedValue(new ChannelError("test", problem, "too many"));
    const when = { now: clock.now(), goodUntil: clock.now() + 3_600_000 };
    const other = await open();
    await store.transaction((transaction) => transaction.enqueue("test:eve", "answer", [{ text: [] }], when));
    await expect.poll(() => send.mock.calls.length, often).toBe(1);
    expect(await other.outbox("test:eve")).toEqual([]);
    const robber = await open();
    await robLead(robber);
    await expect.poll(isOn, often).toBe(false);
    await bot.settle();
    expect(await other.outbox("test:eve")).toHaveLength(1);
  });

  it("hands over to the other, and takes over from it, with people answered by the one that leads", async () => {
    const one = await startBot();
    const two = await startBot();
    expect([one.isOn(), two.isOn()]).toEqual([true, false]);
    expect(one.howItIs()).toEqual([{ ready: true, since: 0 }]);
    expect(two.howItIs()).toMatchObject([{ ready: true, standsBy: true }]);
    await one.bot.stop();
    await expect.poll(two.isOn, often).toBe(true);
    expect(two.howItIs()).toEqual([{ ready: true, since: 0 }]);
    expect(one.isOn()).toBe(false);
    await two.says("/start meta-en");
    await expect.poll(() => two.sent.length, often).toBeGreaterThan(0);
  });

  it("tells everyone of an alert once, also those whose channel starts after the others while it takes over", async () => {
    const gate = createGate();
    const told: ConversationId[] = [];
    const shared = { ...testChannel, name: "shared", send: async (id: ConversationId) => void told.push(id) };
    const one = await startBot();
    const two = await startBot(() => gate.opened, [shared]);
    const store = await open();
    const people = ["test:ben", "test:cleo", "shared:dan"] as const;
    const person = { ...stranger, language: "en", alertsSince: clock.now() - 1 };
    await one.bot.stop();
    await store.transaction(async (transaction) => {
      for (const id of people) await transaction.save(id, { person, saved: fresh }, clock.now());
      await transaction.addAlert({ campaign: "meta", news: "new" }, clock.now());
    });
    await expect.poll(() => told, often).toEqual(["shared:dan"]);
    // It looks more than once, and could take the alert for done.
    const looks = vi.spyOn(two.store, "alerts");
    await until(() => looks.mock.calls.length > 2);
    gate.open();
    await expect.poll(() => two.sent.length, often).toBe(2);
    await expect.poll(() => store.alerts(), often).toMatchObject([{ state: "done", total: 3 }]);
    expect([two.sent.length, told]).toEqual([2, ["shared:dan"]]);
  });

  it("keeps to a channel’s cap, counting what the one that led before has sent", async () => {
    const told: ConversationId[] = [];
    const send = async (id: ConversationId) => void told.push(id);
    const capped = { ...testChannel, name: "capped", limits: { perDay: 3 }, send };
    const one = await startBot(undefined, [capped]);
    const two = await startBot(undefined, [capped]);
    const reminder = { campaign: "meta", slot: "soon", dueAt: clock.now() };
    await one.store.transaction(async (transaction) => {
      for (const id of [1, 2, 3, 4, 5].map((person): ConversationId => `capped:${person}`)) {
        await transaction.save(id, { ...someConversation("en"), saved: fresh }, clock.now());
        await transaction.setReminder(id, reminder);
      }
    });
    await expect.poll(() => told.length, often).toBe(3);
    await one.bot.stop();
    await expect.poll(two.isOn, often).toBe(true);
    const looks = vi.spyOn(two.store, "dueReminders");
    await until(() => looks.mock.calls.length > 4);
    expect(told).toHaveLength(3);
  });

  it("goes on where the server was restarted, without starting its channels anew", async () => {
    const { isOn, says, sent, starts } = await startBot();
    await postgres.server.crash();
    await postgres.server.start();
    await expect
      .poll(async () => {
        await says("/start meta-en").catch(() => {});
        return sent.join();
      }, often)
      .toContain("Which accounts");
    expect([isOn(), starts()]).toEqual([true, 1]);
  });
});
