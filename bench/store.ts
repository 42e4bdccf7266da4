// How many core transactions the store commits in a second, each of them durable: `npm run bench:store [folder]`, or with the
// address of an empty PostgreSQL database, which is empty again afterwards.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compose } from "../src/app/compose.ts";
import type { ConversationId, OutgoingMessage, Store } from "../src/ports.ts";
import { openEngine, openStore } from "../src/storage/open-store.ts";
import { createBrain } from "../test/support/bot-under-test.ts";
import { readArguments } from "../test/support/read-arguments.ts";
import { percentile } from "./percentile.ts";
import { count, printTable } from "./print-table.ts";
import { type RecordedStep, recordSteps } from "./record-steps.ts";

const people = 5_000;
const seconds = 4;

/** What one message leads to: who is saved, and what is sent. */
interface Outcome extends Pick<RecordedStep, "after"> {
  readonly messages: readonly OutgoingMessage[];
}

const brain = createBrain(["meta"]);
const now = Date.now();
const outcomes = recordSteps(brain, now).map(({ after }): Outcome => {
  return { after, messages: compose(after.effects, brain.wording, after.language, now) };
});

let deliveries = 0;

/** What happens for one message, without thinking it over. */
async function commitOne(store: Store): Promise<ConversationId> {
  deliveries += 1;
  const id: ConversationId = `telegram:${1_000_000 + (deliveries % people)}`;
  const outcome = outcomes[deliveries % outcomes.length];
  if (outcome === undefined) throw new Error("there are no outcomes");
  const { after, messages } = outcome;
  await store.transaction(async (transaction) => {
    await transaction.claimUpdateId(`update ${deliveries}`, now);
    await transaction.load(id);
    await transaction.reminders(id);
    await transaction.save(id, { person: after.person, saved: after.saved }, now);
    await transaction.enqueue(id, "answer", messages, { now, goodUntil: now + 3_600_000 });
  });
  return id;
}

/** What delivery does afterwards: looks, sends, takes each row off, and lets go. */
async function deliver(store: Store, id: ConversationId): Promise<void> {
  for (const { id: row } of await store.outbox(id)) await store.removeFromOutbox([row]);
  await store.releaseOutbox(id, 0);
}

const { positionals } = await readArguments(
  [["npm run bench:store -- [folder|postgres://…]", "how many transactions the store commits"]],
  { allowPositionals: true },
);
const [target = tmpdir()] = positionals;

/** A store with nothing in it, and what ends it. */
async function openEmpty(): Promise<{ readonly store: Store; readonly end: () => Promise<void> }> {
  if (!/^postgres(ql)?:/.test(target)) {
    const folder = mkdtempSync(join(target, "objecteur-bench-"));
    const store = await openStore(`file:${join(folder, "bench.db")}`);
    return { store, end: () => store.close().then(() => rmSync(folder, { recursive: true })) };
  }
  const store = await openStore(target);
  const engine = await openEngine(target);
  const [someone] = await engine.look((sql) => sql.query("SELECT 1 FROM person LIMIT 1"));
  await engine.close();
  if (someone) throw new Error("somebody's conversations are in this database: name an empty one");
  const always = Number.MAX_SAFE_INTEGER;
  return {
    store,
    end: () =>
      store
        .expire({
          before: always,
          forgetIdsBefore: always,
          forgetRemindersBefore: always,
          forgetCountsBefore: "",
          forgetMemoryBefore: always,
          forgetMessagesBefore: 0,
        })
        .then(() => store.close()),
  };
}

async function run(name: string, atOnce: number, work: (store: Store) => Promise<unknown>) {
  const { store, end: leave } = await openEmpty();
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  async function worker(): Promise<void> {
    while (performance.now() < end) {
      const began = performance.now();
      await work(store);
      times.push(performance.now() - began);
    }
  }
  const began = performance.now();
  const { user, system } = process.cpuUsage();
  await Promise.all(Array.from({ length: atOnce }, worker));
  const elapsed = (performance.now() - began) / 1_000;
  const cpu = process.cpuUsage();
  await leave();
  return [
    name,
    count(times.length / elapsed),
    percentile(times, 0.5).toFixed(2),
    percentile(times, 0.99).toFixed(2),
    count((cpu.user + cpu.system - user - system) / times.length),
  ];
}

const rows = [
  await run("core transaction, one at a time", 1, commitOne),
  await run("core transaction, 64 at once", 64, commitOne),
  await run("and delivery of what it says, one at a time", 1, async (store) =>
    deliver(store, await commitOne(store)),
  ),
  await run("and delivery of what it says, 64 at once", 64, async (store) =>
    deliver(store, await commitOne(store)),
  ),
];
printTable([["", "a second", "median ms", "p99 ms", "processor µs each"], ...rows]);
