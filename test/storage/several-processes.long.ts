import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { ConversationId, Store, Transaction } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { processesFolder } from "../support/build-bot.ts";
import { createGate } from "../support/create-gate.ts";
import { pauseTransaction } from "../support/pause-transaction.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { presenceContract, type SharedDatabase } from "../support/presence-contract.ts";
import { sharePostgres } from "../support/share-postgres.ts";
import { someConversation, someMessage } from "../support/store-contract.ts";

const ana: ConversationId = "test:ana";
const numbers = (length: number) => Array.from({ length }, (_, number) => number);

describe.skipIf(missingPostgres())(`several processes on one database${whySkipped()}`, () => {
  const postgres = sharePostgres();
  let one: Store;
  let two: Store;
  beforeAll(async () => {
    await (await openStore(postgres.url)).close();
  });
  beforeEach(async () => {
    await postgres.server.empty(postgres.url);
    one = await open();
    two = await open();
  });

  async function open(): Promise<Store> {
    const store = await openStore(postgres.url);
    onTestFinished(() => store.close());
    return store;
  }

  let peers = 0;
  const share = async (): Promise<SharedDatabase> => ({
    async open() {
      peers += 1;
      const name = `peer-${peers}`;
      const store = await openStore(`${postgres.url}?application_name=${name}`);
      onTestFinished(() => store.close());
      const cut = `SELECT pg_terminate_backend(pid, 5000)
        FROM pg_stat_activity WHERE application_name = '${name}'`;
      return { store, cut: async () => void (await postgres.server.query(cut)) };
    },
    async startHolding() {
      const script = `${processesFolder}/holding-process.mjs`;
      const child = spawn(process.execPath, [script, postgres.url], { stdio: ["ignore", "pipe", "inherit"] });
      onTestFinished(() => void child.kill("SIGKILL"));
      const [line] = await once(createInterface({ input: child.stdout }), "line");
      expect(String(line)).toMatch(/^true/);
      const kill = async () => {
        child.kill("SIGKILL");
        await once(child, "exit");
      };
      return { kill };
    },
    setAway: (isAway) => (isAway ? postgres.server.crash() : postgres.server.start()),
    countLeases: async () =>
      (await postgres.server.query("SELECT 1 FROM delivery", postgres.url.split("/").at(-1))).length,
  });

  presenceContract("PostgreSQL", share);

  it("make the tables once, however many start at the same time", async () => {
    const empty = await postgres.server.createDatabase();
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
    const first = await pauseTransaction(one, (transaction) => transaction.claimUpdateId("update 1", 0));
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
    const first = await pauseTransaction(one, async (transaction) => {
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
    const [ownFirst, othersFirst] = [createGate(), createGate()];
    const inOrder = (
      store: Store,
      ids: readonly ConversationId[],
      has = createGate(),
      other = createGate(),
    ) =>
      store.transaction(async (transaction) => {
        for (const id of ids) {
          await transaction.load(id);
          has.open();
          await other.opened;
          await transaction.enqueue(id, "answer", [someMessage("hello")], { now: 0, goodUntil: 9 });
        }
      });
    await Promise.all([
      inOrder(one, [ana, "test:ben"], ownFirst, othersFirst),
      inOrder(two, ["test:ben", ana], othersFirst, ownFirst),
    ]);
    expect(await one.outboxState()).toMatchObject({ count: 4 });
  });

  it("killed at any moment leave all that the store called kept, and nothing in half", async () => {
    const script = `${processesFolder}/bot-process.mjs`;
    const kept: number[] = [];
    const children = [0, 1_000_000].map((first) => {
      const child = spawn(
        process.execPath,
        [script, `${postgres.url}?application_name=killed`, String(first)],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
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
    // What the server had in hand by then may still be committed.
    const left = () =>
      postgres.server.query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'killed'");
    await expect.poll(left, { interval: 20 }).toEqual([]);

    const waiting = await two.conversationsWithOutbox(0, 1_000_000);
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
});
