import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { ConversationId, Store, Transaction } from "../../src/app/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { processesFolder } from "../support/build-bot.ts";
import { createGate } from "../support/create-gate.ts";
import {
  missingPostgres,
  type PostgresServer,
  startPostgres,
  whySkipped,
} from "../support/postgres-server.ts";
import { someConversation, someMessage } from "../support/store-contract.ts";

const ana: ConversationId = "test:ana";
const numbers = (length: number) => Array.from({ length }, (_, number) => number);

describe.skipIf(missingPostgres())(`several processes on one database${whySkipped()}`, () => {
  let server: PostgresServer;
  let url: string;
  let one: Store;
  let two: Store;
  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase();
    await (await openStore(url)).close();
  });
  afterAll(() => server.remove());
  beforeEach(async () => {
    await server.empty(url);
    one = await open();
    two = await open();
  });

  async function open(): Promise<Store> {
    const store = await openStore(url);
    onTestFinished(() => store.close());
    return store;
  }

  function enqueue(store: Store, id: ConversationId, ...texts: string[]): Promise<void> {
    return store.transaction((transaction) =>
      transaction.enqueue(id, "answer", texts.map(someMessage), { now: 0, goodUntil: 9 }),
    );
  }

  /** Begins a transaction on `store` that does `work`, and ends when `goOn` is called. */
  async function pausing<T>(store: Store, work: (transaction: Transaction) => Promise<T>) {
    const pause = createGate();
    let ended: Promise<void> = Promise.resolve();
    const result = await new Promise<T>((resolve, reject) => {
      ended = store.transaction(async (transaction) => {
        resolve(await work(transaction));
        await pause.opened;
      });
      ended.catch(reject);
    });
    return { result, goOn: pause.open, ended };
  }

  it("make the tables once, however many start at the same time", async () => {
    const empty = await server.createDatabase();
    const stores = await Promise.all(numbers(6).map(() => openStore(empty)));
    const firsts = await Promise.all(
      stores.map((store) => store.transaction((transaction) => transaction.claimUpdateId("update 1", 0))),
    );
    expect(firsts.filter((isNew) => isNew)).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("claim each update once in all", async () => {
    const claimUpdateId = (store: Store, number: number) =>
      store.transaction((transaction) => transaction.claimUpdateId(`update ${number}`, 0));
    const seen = await Promise.all(
      numbers(60).map((number) => Promise.all([claimUpdateId(one, number), claimUpdateId(two, number)])),
    );
    expect(seen.filter((both) => both.filter((isNew) => isNew).length !== 1)).toEqual([]);
  });

  it("let the other one claim an update if the first has failed", async () => {
    const first = await pausing(one, (transaction) => transaction.claimUpdateId("update 1", 0));
    const second = two.transaction((transaction) => transaction.claimUpdateId("update 1", 0));
    const failed = one.transaction(async (transaction) => {
      await transaction.claimUpdateId("update 2", 0);
      throw new Error("broke");
    });
    await expect(failed).rejects.toThrow("broke");
    first.goOn();
    await first.ended;
    expect([first.result, await second]).toEqual([true, false]);
    expect(await two.transaction((transaction) => transaction.claimUpdateId("update 2", 0))).toBe(true);
  });

  it("handle one conversation one after the other", async () => {
    const sentOf = async (transaction: Transaction) =>
      (await transaction.load(ana))?.person.following["meta"]?.sent["facebook"] ?? 0;
    const count = (store: Store) =>
      store.transaction(async (transaction) => {
        const sent = await sentOf(transaction);
        await transaction.save(ana, someConversation("fr", sent + 1), 0);
      });
    await Promise.all(numbers(60).flatMap(() => [count(one), count(two)]));
    expect(await one.transaction(sentOf)).toBe(120);
  });

  it("set the same reminder at the same time without harm", async () => {
    const set = (store: Store, dueAt: number) =>
      store.transaction((transaction) =>
        transaction.setReminder(ana, { campaign: "meta", slot: "soon", dueAt }),
      );
    await Promise.all(numbers(20).map((number) => set(number % 2 === 0 ? one : two, number)));
    expect(await one.dueReminders({ channel: "test" }, 99, 9)).toHaveLength(1);
  });

  it("never take the same reminder, and never wait for each other over it", async () => {
    await one.transaction((transaction) =>
      transaction.setReminder(ana, { campaign: "meta", slot: "soon", dueAt: 1 }),
    );
    const [due] = await one.dueReminders({ channel: "test" }, 9, 9);
    const take = (transaction: Transaction) => transaction.pendingReminder(due?.id ?? -1);
    const first = await pausing(one, async (transaction) => {
      const reminder = await take(transaction);
      await transaction.cancelReminders(ana);
      return reminder;
    });
    expect(await two.transaction(take)).toBeUndefined();
    first.goOn();
    await first.ended;
    expect(first.result).toEqual(due);
    expect(await two.transaction(take)).toBeUndefined();
  });

  it("do both what they ask for where each waits for what the other has", async () => {
    const inOrder = (store: Store, ids: readonly ConversationId[]) =>
      store.transaction(async (transaction) => {
        for (const id of ids) {
          await transaction.load(id);
          await new Promise((resolve) => setTimeout(resolve, 30));
          await transaction.enqueue(id, "answer", [someMessage("hello")], { now: 0, goodUntil: 9 });
        }
      });
    await Promise.all([inOrder(one, [ana, "test:ben"]), inOrder(two, ["test:ben", ana])]);
    expect(await one.outboxState()).toMatchObject({ count: 4 });
  });

  describe("at the outbox:", () => {
    it("one has a conversation at a time, and the other neither gets nor lists it", async () => {
      await enqueue(one, ana, "1");
      const both = await Promise.all([one.outbox(ana), two.outbox(ana)]);
      expect(both.map((rows) => rows.length).sort((a, b) => a - b)).toEqual([0, 1]);
      const [having, other] = both[0].length === 1 ? [one, two] : [two, one];
      expect(await other.conversationsWithOutbox(9)).toEqual([]);
      expect(await other.outbox(ana)).toEqual([]);

      await enqueue(other, ana, "2");
      expect(await having.releaseOutbox(ana)).toBe(false);
      expect(await other.outbox(ana)).toEqual([]);
      for (const { id } of await having.outbox(ana)) await having.removeFromOutbox([id]);
      expect(await having.releaseOutbox(ana)).toBe(true);

      await enqueue(having, ana, "3");
      expect(await having.conversationsWithOutbox(9)).toEqual([ana]);
      expect(await other.outbox(ana)).toHaveLength(1);
      expect(await having.outbox(ana)).toEqual([]);
    });

    it("letting go waits for who is just adding a message", async () => {
      expect(await one.outbox(ana)).toEqual([]);
      const adding = await pausing(two, (transaction) =>
        transaction.enqueue(ana, "answer", [someMessage("1")], { now: 0, goodUntil: 9 }),
      );
      const released = one.releaseOutbox(ana);
      setTimeout(adding.goOn, 30);
      await adding.ended;
      expect(await released).toBe(false);
      expect(await one.outbox(ana)).toHaveLength(1);
    });

    it("every message is delivered, once, in order, whoever adds it and whoever delivers", async () => {
      const ids = numbers(4).map((number): ConversationId => `test:${number}`);
      const delivered: string[] = [];
      async function deliver(store: Store, id: ConversationId): Promise<void> {
        const rows = await store.outbox(id);
        for (const row of rows) {
          delivered.push(`${id} ${row.message.text[0]?.text}`);
          await store.removeFromOutbox([row.id]);
        }
        if (!(await store.releaseOutbox(id))) await deliver(store, id);
      }
      // As a bot does: within a process, one delivery of a conversation at a time, and one more for who came meanwhile.
      const underWay = new Map<string, Promise<void>>();
      async function wake(store: Store, id: ConversationId): Promise<void> {
        const key = `${store === one} ${id}`;
        const next = (underWay.get(key) ?? Promise.resolve()).then(() => deliver(store, id));
        underWay.set(key, next);
        await next;
      }
      const rounds = numbers(40);
      const wakings: Promise<void>[] = [];
      async function say(round: number): Promise<void> {
        const store = round % 3 === 0 ? one : two;
        await Promise.all(ids.map((id) => enqueue(store, id, String(round))));
        wakings.push(...ids.map((id) => wake(store, id)));
      }
      for (const round of rounds) await say(round);
      await Promise.all(wakings);
      for (const id of ids)
        expect(delivered.filter((line) => line.startsWith(`${id} `))).toEqual(
          rounds.map((round) => `${id} ${round}`),
        );
      expect(await server.query("SELECT 1 FROM delivery", url.split("/").at(-1))).toEqual([]);
    });
  });

  it("take over what a process had that was killed", async () => {
    await enqueue(one, ana, "1");
    const script = `${processesFolder}/holding-process.mjs`;
    const child = spawn(process.execPath, [script, url], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    expect(line).toBe("true 1");
    expect(await one.hold("polling")).toBeUndefined();
    expect(await one.outbox(ana)).toEqual([]);
    expect(await one.conversationsWithOutbox(9)).toEqual([]);

    child.kill("SIGKILL");
    await once(child, "exit");
    const often = { interval: 20 };
    await expect.poll(async () => one.conversationsWithOutbox(9), often).toEqual([ana]);
    await expect.poll(async () => (await one.outbox(ana)).length, often).toBe(1);
    await expect.poll(async () => (await one.hold("polling"))?.isHeld(), often).toBe(true);
    expect(await two.outbox(ana)).toEqual([]);
  });

  it("killed at any moment leave all that the store called kept, and nothing in half", async () => {
    const script = `${processesFolder}/bot-process.mjs`;
    const kept: number[] = [];
    const children = [0, 1_000_000].map((first) => {
      const child = spawn(process.execPath, [script, url, String(first)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      createInterface({ input: child.stdout }).on(
        "line",
        (line) => line !== "open" && kept.push(Number(line)),
      );
      return child;
    });
    await expect.poll(() => kept.length).toBeGreaterThan(100);
    for (const child of children) child.kill("SIGKILL");
    await Promise.all(children.map((child) => once(child, "close")));

    const waiting = await two.conversationsWithOutbox(1_000_000);
    const found = new Set(waiting.map((id) => Number(id.slice("test:".length))));
    expect(kept.filter((number) => !found.has(number))).toEqual([]);
    const due = await two.dueReminders({ channel: "test" }, Number.MAX_SAFE_INTEGER, 1_000_000);
    expect(due.map(({ conversationId }) => conversationId).sort()).toEqual(waiting.toSorted());
    const isKnown = async (number: number) =>
      (await one.transaction((transaction) => transaction.load(`test:${number}`))) !== undefined;
    // Each process had eight in hand, behind those that were kept last.
    const last = new Set(kept.slice(-32).flatMap((number) => [number, number + 4, number + 8]));
    for (const number of last) expect(await isKnown(number)).toBe(found.has(number));
    const claimUpdateId = (number: number) =>
      one.transaction((transaction) => transaction.claimUpdateId(`update ${number}`, 0));
    for (const number of [...found].slice(-30)) expect(await claimUpdateId(number)).toBe(false);
  });

  it("take turns in a role", async () => {
    const hold = await one.hold("polling");
    expect(await two.hold("polling")).toBeUndefined();
    expect((await two.hold("whatsapp"))?.isHeld()).toBe(true);
    await hold?.release();
    expect((await two.hold("polling"))?.isHeld()).toBe(true);
    expect(await one.hold("polling")).toBeUndefined();
    await two.close();
    expect((await one.hold("polling"))?.isHeld()).toBe(true);
  });
});
