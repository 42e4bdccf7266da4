// The day before a date, for as many people as an afternoon takes, on a clock that is moved: `npm run bench:day [people] [folder]`.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendReminders } from "../src/app/send-reminders.ts";
import { dayNamed } from "../src/conversation/calendar-day.ts";
import { instantOnDay } from "../src/conversation/reminders/offered-slots.ts";
import type { ConversationId } from "../src/ports.ts";
import { openSqliteFile } from "../src/storage/sqlite-file.ts";
import { createStore } from "../src/storage/store.ts";
import { systemTimers, type Timers } from "../src/support/timers.ts";
import { at, createBrain, createTestClock } from "../test/support/bot-under-test.ts";
import { createRoad } from "./create-road.ts";
import { percentile } from "./percentile.ts";
import { count, printTable, verdict } from "./print-table.ts";
import { recordSteps } from "./record-steps.ts";
import { type SeededReminder, seededId, seedPeople, seedReminders } from "./seed.ts";

const people = Number(process.argv[2] ?? 400_000);
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), "objecteur-bench-"));
const perSecond = 28;
const day = "2025-05-25";
const [second, minute, hour] = [1_000, 60_000, 3_600_000];
/** So often does the bot look for what is due, and so often while more is due than goes out. */
const [usually, whileBehind] = [second, 50];
/** Someone writes each time that so many reminders have gone out. */
const remindersAnAnswer = 200;

/** How many reminders were promised for which instant, as people are offered them. */
function fillDay(): ReadonlyMap<number, number> {
  const promises = new Map<number, number>();
  for (let person = 0; person < people; person += 1) {
    const dueAt = instantOnDay(dayNamed(day), "Europe/Paris", Math.random());
    promises.set(dueAt, (promises.get(dueAt) ?? 0) + 1);
  }
  return promises;
}

/** Writes the people and their reminders; gives the instant for which each person's was promised. */
async function seed(engine: ReturnType<typeof openSqliteFile>): Promise<Float64Array> {
  const standings = recordSteps(createBrain(["meta"]), at("2025-05-20T10:00")).map(({ after }) => after);
  const alive = standings.filter(({ person, saved }) => !person.stopped && saved.state !== "");
  await seedPeople(engine, people, alive, at("2025-05-20T10:00"));
  const promised = new Float64Array(people);
  const reminders: SeededReminder[] = [];
  let first = 0;
  for (const [dueAt, count] of fillDay()) {
    reminders.push({ first, count, campaign: "meta", slot: `day-${day}`, dueAt });
    promised.fill(dueAt, first, first + count);
    first += count;
  }
  await seedReminders(engine, reminders);
  return promised;
}

const engine = openSqliteFile(join(folder, "bench.db"));
const store = await createStore(engine, randomBytes);
const began = performance.now();
const promised = await seed(engine);
console.log(`${count(people)} reminders written in ${count((performance.now() - began) / second)} s`);

const clock = createTestClock(`${day}T13:59`);
/** Whoever waits moves the clock. */
const timers: Timers = {
  ...systemTimers,
  after(ms, callback) {
    const until = clock.now() + ms;
    const waiting = setImmediate(() => {
      clock.advance(Math.max(0, until - clock.now()));
      callback();
    });
    return () => clearImmediate(waiting);
  },
};
const reminded = new Set<ConversationId>();
const sent: number[] = [];
const late: number[] = [];
const answers: number[] = [];
const asked = new Map<ConversationId, number>();
const smallest = Number(seededId(0).split(":")[1]);
const road = createRoad({
  store,
  clock,
  timers,
  limits: { perSecond },
  onSent(id, kind) {
    if (kind === "answer") return hear(id);
    sent.push(clock.now());
    if (reminded.has(id)) return;
    reminded.add(id);
    late.push(clock.now() - (promised[Number(id.split(":")[1]) - smallest] ?? Number.NaN));
  },
});

/** The first message of the answer. */
function hear(id: ConversationId): void {
  const since = asked.get(id);
  if (since === undefined) return;
  answers.push(performance.now() - since);
  asked.delete(id);
}

async function write(number: number): Promise<void> {
  const id = seededId(Math.floor(Math.random() * people));
  if (asked.has(id)) return;
  asked.set(id, performance.now());
  await road.inbox.receive({ id: `update ${number}`, conversationId: id, text: "menu" });
}

const start = performance.now();
const end = at(`${day}T23:59`);
let told = 0;
while (reminded.size < people && clock.now() < end) {
  const isAnswering = sent.length >= (answers.length + 1) * remindersAnAnswer;
  const [{ isBehind }] = await Promise.all([
    sendReminders(road.parts, [road.channel]),
    isAnswering && write(answers.length),
  ]);
  await road.delivery.idle();
  clock.advance(isBehind ? whileBehind : usually);
  if (Math.floor((10 * reminded.size) / people) > told) {
    told = Math.floor((10 * reminded.size) / people);
    console.log(`${told * 10} % after ${count((performance.now() - start) / second)} s`);
  }
}
const took = (performance.now() - start) / second;

/** The most that went out within any second, wherever it begins. */
function busiestSecond(): number {
  let [first, most] = [0, 0];
  for (const [last, instant] of sent.entries()) {
    while ((sent[first] ?? 0) <= instant - second) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const inMinutes = (ms: number) => (ms / minute).toFixed(1);
const busiest = busiestSecond();
const clockOf = (instant: number) => ((instant - at(`${day}T00:00`)) / hour).toFixed(2);
console.log();
printTable([
  ["", ""],
  ["reminders that were promised", count(people)],
  ["messages that went out", count(sent.length)],
  ["the first of them, at what hour", clockOf(sent[0] ?? Number.NaN)],
  ["the last of them, at what hour", clockOf(sent.at(-1) ?? Number.NaN)],
  ["minutes late: median", inMinutes(percentile(late, 0.5))],
  ["minutes late: p99", inMinutes(percentile(late, 0.99))],
  ["minutes late: the last one", inMinutes(late.at(-1) ?? Number.NaN)],
  ["minutes late: the latest one", inMinutes(late.reduce((most, one) => Math.max(most, one), 0))],
  ["messages in the highest second", count(busiest)],
  ["answers meanwhile", count(answers.length)],
  ["median ms of an answer", percentile(answers, 0.5).toFixed(1)],
  ["p99 ms of an answer", percentile(answers, 0.99).toFixed(1)],
  ["seconds that it took here", count(took)],
]);
console.log(`\nhighest second at most ${perSecond}: ${verdict(busiest <= perSecond)}`);
console.log(
  `everyone reminded, nothing given up: ${verdict(reminded.size === people && road.trouble.length === 0)}`,
);
for (const line of new Set(road.trouble)) console.log(line);
await store.close();
rmSync(folder, { recursive: true });
