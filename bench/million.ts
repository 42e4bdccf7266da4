// A million conversations with two million reminders in the store, on both engines:
// `npm run bench:million [-- --people 100000] [-- --folder /where/the/stores/are]`.

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { openPostgres } from "../src/storage/postgres.ts";
import type { SqlEngine } from "../src/storage/sql.ts";
import { openSqliteFile } from "../src/storage/sqlite-file.ts";
import { createStore } from "../src/storage/store.ts";
import { at, createBrain } from "../test/support/bot-under-test.ts";
import { missingPostgres, startPostgres } from "../test/support/postgres-server.ts";
import { percentile } from "./percentile.ts";
import { count, printTable, verdict } from "./print-table.ts";
import { recordSteps } from "./record-steps.ts";
import { type SeededReminder, seedPeople, seedReminders } from "./seed.ts";
import { startFlags } from "./start-command.ts";

const { values } = parseArgs({
  options: { people: { type: "string", default: "1000000" }, folder: { type: "string", default: tmpdir() } },
});
const people = Number(values.people);
const mostMegabytes = 250;
const written = "2025-05-20T10:00";
/** In the afternoon of the first of the two days on which everybody is reminded: half of the day's reminders are due. */
const now = "2025-05-23T15:00";
const days = ["2025-05-23", "2025-05-25"];
const together = 500;
const minute = 60_000;

/** What was measured on one engine. */
interface Measured {
  readonly seedSeconds: number;
  readonly bytes: number;
  readonly alone: readonly number[];
  readonly together: readonly number[];
  readonly looking: readonly number[];
  readonly claiming: readonly number[];
  readonly megabytes: number;
  readonly trouble: readonly string[];
}

/** Two for each, from 09:00 to 21:00 of both days. */
function remindersOf(day: string): readonly SeededReminder[] {
  const groups = Math.ceil(people / together);
  return Array.from({ length: groups }, (_, group) => ({
    first: group * together,
    count: Math.min(together, people - group * together),
    campaign: "meta",
    slot: `day-${day}`,
    dueAt: at(`${day}T09:00`) + Math.floor((group / groups) * 12 * 60) * minute,
  }));
}

async function seed(engine: SqlEngine): Promise<number> {
  const began = performance.now();
  const store = await createStore(engine, randomBytes);
  const standings = recordSteps(createBrain(["meta"]), at(written)).map(({ after }) => after);
  const spokenTo = standings.filter(({ person }) => !person.stopped);
  await seedPeople(engine, people, spokenTo, at(written));
  for (const day of days) await seedReminders(engine, remindersOf(day));
  await store.close();
  return (performance.now() - began) / 1_000;
}

async function measure(
  url: string,
): Promise<Pick<Measured, Exclude<keyof Measured, "seedSeconds" | "bytes">>> {
  const road = fileURLToPath(new URL("million-road.ts", import.meta.url));
  const args = [...startFlags, "--import", "tsx", road, url, String(people), now];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 10_000_000 });
  return JSON.parse(stdout);
}

async function onSqlite(): Promise<Measured> {
  const folder = mkdtempSync(join(values.folder, "objecteur-bench-"));
  const file = join(folder, "bench.db");
  const seedSeconds = await seed(openSqliteFile(file));
  const bytes = statSync(file).size;
  const measured = await measure(`file:${file}`);
  rmSync(folder, { recursive: true });
  return { seedSeconds, bytes, ...measured };
}

async function onPostgres(): Promise<Measured> {
  const server = await startPostgres();
  try {
    const url = await server.createDatabase();
    const database = new URL(url).pathname.slice(1);
    const seedSeconds = await seed(await openPostgres(url));
    // As its own housekeeping does before long.
    await server.query("VACUUM ANALYZE", database);
    const [row] = await server.query("SELECT pg_database_size(current_database())::int8 AS bytes", database);
    return { seedSeconds, bytes: Number(row?.["bytes"]), ...(await measure(url)) };
  } finally {
    await server.remove();
  }
}

const engines: Record<string, Measured> = { SQLite: await onSqlite() };
const missing = missingPostgres();
if (missing === undefined) engines["PostgreSQL"] = await onPostgres();
else console.log(`without PostgreSQL: ${missing}`);

const all = Object.values(engines);
const row = (name: string, write: (measured: Measured) => string) => [name, ...all.map(write)];
const p99 = (of: readonly number[]) => percentile(of, 0.99).toFixed(1);
console.log(`${count(people)} conversations with ${count(2 * people)} reminders\n`);
printTable([
  ["", ...Object.keys(engines)],
  row("seconds to write them", ({ seedSeconds }) => count(seedSeconds)),
  row("bytes a conversation on disk", ({ bytes }) => count(bytes / people)),
  row("a message, one at a time: median ms", (measured) => percentile(measured.alone, 0.5).toFixed(1)),
  row("a message, one at a time: p99 ms", (measured) => p99(measured.alone)),
  row("a message, 16 at once: p99 ms", (measured) => p99(measured.together)),
  row("looking for what is due: p99 ms", ({ looking }) => percentile(looking, 0.99).toFixed(2)),
  row("claiming 500 due: median ms", (measured) => percentile(measured.claiming, 0.5).toFixed(1)),
  row("claiming 500 due: p99 ms", (measured) => p99(measured.claiming)),
  row("memory of the process at most, MB", ({ megabytes }) => count(megabytes)),
]);
const isSmall = all.every(({ megabytes }) => megabytes < mostMegabytes);
console.log(`\nmemory below ${mostMegabytes} MB: ${verdict(isSmall)}`);
for (const line of new Set(all.flatMap(({ trouble }) => trouble))) console.log(line);
