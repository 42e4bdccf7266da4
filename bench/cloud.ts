// The official WhatsApp from end to end on loopback, at the platform's own ceiling: `npm run bench:cloud [sqlite|postgres] [messages/s] [seconds]`.
import { setTimeout as sleep } from "node:timers/promises";
import { openPostgres } from "../src/storage/postgres.ts";
import type { Sql, SqlEngine } from "../src/storage/sql.ts";
import { openSqliteFile } from "../src/storage/sqlite-file.ts";
import { query } from "../test/support/bot-api-scene.ts";
import type { Talker } from "../test/support/gather-crowd.ts";
import { missingPostgres, startPostgres } from "../test/support/postgres-server.ts";
import { readArguments } from "../test/support/read-arguments.ts";
import { openCloudScene } from "../test/support/whatsapp-cloud/open-scene.ts";
import { startBotProcess } from "./bot-process.ts";
import { percentile } from "./percentile.ts";
import { count, printTable, verdict } from "./print-table.ts";
import { createUndo } from "./undo.ts";

const { positionals } = await readArguments(
  [
    [
      "npm run bench:cloud -- [sqlite|postgres] [messages/s] [seconds]",
      "the official WhatsApp at its own ceiling",
    ],
  ],
  { allowPositionals: true },
);
const [only, rate, length = "60"] = positionals;
const seconds = Number(length);
const targets = { sqlite: 1_000, postgres: 250 };
const warmUpSeconds = 15;
/** Of the platform's ceiling: without a little room, whoever is held up for a moment never catches up. */
const load = 0.95;
/** The share of all messages that are reminders, as templates. */
const reminders = 0.1;
const mostMs = 1_000;
const tickMs = 20;
const patienceMs = 60_000;
const day = 86_400_000;
const walk = ["/start meta-fr", "les deux", "non", "où en suis-je", "retour"];
const first = 1;
const firstReminded = 1_000_000;
/** Bursts that the platform lets pass: what one second is, it and we cannot agree on to the millisecond. */
const tolerance = 1.2;

interface Engine {
  readonly url: string;
  readonly open: () => SqlEngine | Promise<SqlEngine>;
  readonly read: (sql: string) => Promise<readonly unknown[]> | readonly unknown[];
}

interface Result {
  readonly perSecond: number;
  readonly templates: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly astray: readonly string[];
  readonly times: readonly number[];
  readonly cpu: number;
  readonly megabytes: number;
}

/** Takes one step; resolves when the whole answer has come, with the milliseconds that took. */
async function takeStep(person: Talker, words: string, messages: number): Promise<number> {
  const began = performance.now();
  person.says(words);
  let last = began;
  for (let message = 0; message < messages; message += 1) last = (await person.next(patienceMs)).at;
  return last - began;
}

/** Learns how many messages each step brings, and leaves a reminder. */
async function learn(person: Talker): Promise<readonly number[]> {
  const messages: number[] = [];
  for (const words of walk) {
    person.says(words);
    await person.next(patienceMs);
    await sleep(500);
    let more = 1;
    for (; person.unread().length > 0; more += 1) await person.next(patienceMs);
    messages.push(more);
  }
  await takeStep(person, "rappelle-moi demain à 15h", 1);
  return messages;
}

/** Copies the first person and their reminder: nobody has written for two days, and one after the other is due. */
async function seed(engine: SqlEngine, people: number, perSecond: number, from: number): Promise<void> {
  const numbers = `WITH RECURSIVE numbers (id) AS (
    SELECT CAST(1 AS BIGINT) UNION ALL SELECT id + 1 FROM numbers WHERE id < CAST($1 AS BIGINT)
  )`;
  const id = `'whatsapp-cloud:FR.' || (numbers.id + ${firstReminded})`;
  await engine.transaction(
    async (sql: Sql) => {
      const [row] = await sql.query("SELECT person FROM person");
      const person = JSON.stringify({ ...JSON.parse(String(row?.["person"])), zone: zoneAtNoon() });
      await sql.run(
        `${numbers} INSERT INTO person (conversation_id, person, saved_state, seen_at)
         SELECT ${id}, $2, saved_state, CAST($3 AS BIGINT) FROM person, numbers`,
        [people, person, Date.now() - 2 * day],
      );
      await sql.run(
        `${numbers} INSERT INTO reminder (conversation_id, channel, campaign, slot, due_at)
         SELECT ${id}, channel, campaign, slot, CAST($2 AS BIGINT) + numbers.id * CAST($3 AS BIGINT) FROM reminder, numbers`,
        [people, from, Math.round(1_000 / perSecond)],
      );
    },
    { isSlow: true },
  );
  await engine.close();
}

/** Nothing proactive goes out at night. */
function zoneAtNoon(): string {
  const ahead = 12 - new Date().getUTCHours();
  return ahead < 0 ? `Etc/GMT+${-ahead}` : `Etc/GMT-${ahead}`;
}

async function measure({ url, open, read }: Engine, perSecond: number): Promise<Result> {
  const undo = createUndo();
  const scene = await openCloudScene(undo.atEnd, {
    throughput: tolerance * perSecond,
    batchMs: 100,
    statusesWithinMs: 500,
  });
  const environment = {
    ...scene.environment,
    DATABASE_URL: url,
    WHATSAPP_CLOUD_PACE: String(perSecond),
    WHATSAPP_CLOUD_DAILY_CAP: "100000",
    OPERATOR_NAME: "Les Exemples",
    OPERATOR_CONTACT: "contact@exemple.test",
    LOG_LEVEL: "error",
  };
  const start = () => startBotProcess("../src/main.ts", environment);
  const person = (id: number) => scene.server.person(id, { languageCode: "fr" });
  try {
    const before = start();
    const messages = await learn(person(first));
    await scene.lookFurther?.(read);
    await before.stop();
    console.log(`messages a step: ${messages.join(" ")}`);
    const answers = messages.reduce((sum, each) => sum + each, 0) / messages.length;
    const stepsPerSecond = (load * perSecond * (1 - reminders)) / (1 + answers);
    const remindedPerSecond = load * perSecond * reminders;
    const reminded = Math.ceil(remindedPerSecond * (seconds + warmUpSeconds));
    await seed(await open(), reminded, remindedPerSecond, Date.now() + 2_000);
    for (let number = 1; number <= reminded; number += 1) person(firstReminded + number);
    const bot = start();
    await takeStep(person(first), "menu", 1);
    const times: number[] = [];
    const idle: ReturnType<typeof begin>[] = [];
    let [written, people, unanswered, isMeasured] = [0, first, 0, false];

    /** Whoever has waited longest goes on, or somebody new begins. */
    async function go(): Promise<void> {
      const wasMeasured = isMeasured;
      const { talker, step } = idle.shift() ?? begin();
      written += 1;
      const took = await takeStep(talker, walk[step] ?? "", messages[step] ?? 1);
      if (wasMeasured) times.push(took);
      if (step + 1 < walk.length) idle.push({ talker, step: step + 1 });
    }

    function begin() {
      people += 1;
      return { talker: person(people), step: 0 };
    }

    function noteUnanswered(): void {
      unanswered += 1;
    }

    async function run(forSeconds: number): Promise<void> {
      const [began, base] = [performance.now(), written];
      for (let passed = 0; passed < forSeconds; passed = (performance.now() - began) / 1_000) {
        while (written - base < passed * stepsPerSecond) going.push(go().catch(noteUnanswered));
        await sleep(tickMs);
      }
    }

    const going: Promise<void>[] = [];
    await run(warmUpSeconds);
    isMeasured = true;
    const templatesBefore = await countReminders(read);
    const [sentBefore, writtenBefore, cpuBefore, began] = [
      ...[scene.countSent(), written, bot.cpuMs(), performance.now()],
    ] as const;
    await run(seconds);
    const lasted = (performance.now() - began) / 1_000;
    const passed = scene.countSent() - sentBefore + written - writtenBefore;
    const templates = templatesBefore - (await countReminders(read));
    const cpu = (bot.cpuMs() - cpuBefore) / 1_000 / lasted;
    await Promise.all(going);
    while ((await read("SELECT 1 FROM outbox LIMIT 1")).length > 0) await sleep(100);
    const astray = (await scene.lookFurther?.(read)) ?? [];
    const result = {
      perSecond: passed / lasted,
      templates: templates / lasted,
      unanswered,
      astray,
      times,
      cpu,
    };
    const megabytes = bot.peakMegabytes();
    await bot.stop();
    return { ...result, refused: scene.api.countRefused(), megabytes };
  } finally {
    await undo.run();
  }
}

async function countReminders(read: Engine["read"]): Promise<number> {
  const [row] = await read("SELECT CAST(count(*) AS INTEGER) AS count FROM reminder");
  return (row as { readonly count: number }).count;
}

async function measureOn(name: "sqlite" | "postgres"): Promise<Result> {
  const perSecond = Number(rate ?? targets[name]);
  const undo = createUndo();
  try {
    if (name === "sqlite") {
      const { file } = await openCloudScene(undo.atEnd);
      const open = () => openSqliteFile(file);
      return await measure({ url: `file:${file}`, open, read: (sql) => query(file, sql) }, perSecond);
    }
    const server = await startPostgres();
    undo.atEnd(() => server.remove());
    const url = await server.createDatabase();
    const read = (sql: string) => server.query(sql, new URL(url).pathname.slice(1));
    return await measure({ url, open: () => openPostgres(url), read }, perSecond);
  } finally {
    await undo.run();
  }
}

const names = (["sqlite", "postgres"] as const).filter(
  (name) => (only ?? name) === name && (name === "sqlite" || missingPostgres() === undefined),
);
const results = new Map<(typeof names)[number], Result>();
for (const name of names) results.set(name, await measureOn(name));
printTable([
  [
    "",
    "messages/s",
    "of these templates/s",
    "median ms",
    "p99 ms",
    "processors",
    "peak MB",
    "refused",
    "unanswered",
    "astray",
  ],
  ...[...results].map(([name, result]) => [
    name,
    count(result.perSecond),
    count(result.templates),
    count(percentile(result.times, 0.5)),
    count(percentile(result.times, 0.99)),
    result.cpu.toFixed(2),
    count(result.megabytes),
    ...[count(result.refused), count(result.unanswered), count(result.astray.length)],
  ]),
]);
for (const [name, { perSecond, times, astray }] of results) {
  const target = targets[name];
  const isReached = perSecond >= 0.99 * load * target && percentile(times, 0.99) < mostMs;
  console.log(
    `${name}: ${count(target)} messages/s, p99 below ${mostMs} ms: ${verdict(isReached)}`,
    ...astray,
  );
}
