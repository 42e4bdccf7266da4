// Telegram from end to end on loopback, beside two yardsticks: `npm run bench:telegram [people] [rounds]`.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBotApiServer } from "../test/support/bot-api-server.ts";
import { readArguments } from "../test/support/read-arguments.ts";
import { startBotProcess } from "./bot-process.ts";
import { percentile } from "./percentile.ts";
import { count, printTable, verdict } from "./print-table.ts";
import { countCalls, measureWalk, rush, untilQuiet } from "./rush.ts";
import { type MeasuredStep, walks } from "./walks.ts";

const { positionals } = await readArguments(
  [["npm run bench:telegram -- [people] [rounds]", "Telegram from end to end, beside two yardsticks"]],
  { allowPositionals: true },
);
const [people = 2_000, rounds = 3] = positionals.map(Number);
const warmUps = 2;
const leastSteps = 1.3;
const leastSealed = 0.85;
const token = "123456789:AABenchmarkBenchmarkBenchmarkBenchmark";

/** What one bot did with one rush. */
interface Result {
  readonly stepsPerSecond: number;
  readonly callsPerStep: number;
  readonly cpuPerCallUs: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly megabytes: number;
}

interface Contender {
  readonly file: string;
  readonly environment: (folder: string) => Readonly<Record<string, string>>;
  readonly walkOf: (id: number) => readonly MeasuredStep[];
}

async function withBot<T>(
  { file, environment }: Pick<Contender, "file" | "environment">,
  work: (parts: {
    readonly server: Awaited<ReturnType<typeof createBotApiServer>>;
    readonly bot: ReturnType<typeof startBotProcess>;
  }) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "objecteur-bench-"));
  const server = await createBotApiServer({ token });
  const bot = startBotProcess(file, {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: server.url,
    ...environment(folder),
  });
  try {
    await untilQuiet(server, 500);
    return await work({ server, bot });
  } finally {
    await bot.stop();
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

const ours = {
  file: "../src/main.ts",
  environment: (folder: string) => ({
    DATABASE_URL: `file:${join(folder, "objecteur.db")}`,
    OPERATOR_NAME: "Les Exemples",
    OPERATOR_CONTACT: "contact@exemple.test",
    LOG_LEVEL: "warn",
  }),
};

const measured = await withBot(ours, async ({ server }) => {
  const steps: (readonly MeasuredStep[])[] = [];
  for (const [index, moves] of walks.entries()) steps.push(await measureWalk(server, 101 + index, moves));
  return steps;
});
const walkOf = (id: number) => measured[id % measured.length] ?? [];
const messagesPerStep = (steps: readonly MeasuredStep[]) => steps.map(({ messages }) => messages.length);
console.log(`messages a step: ${measured.map((steps) => messagesPerStep(steps).join(" ")).join(" | ")}\n`);

/** As many steps, each one word and its echo. */
const echoes = walks[0]?.map((): MeasuredStep => {
  return { move: { write: "les deux" }, messages: [{ characters: 8, buttons: 0 }] };
});

const contenders = {
  echo: { file: "yardsticks/echo.ts", environment: () => ({}), walkOf: () => echoes ?? [] },
  conversations: {
    file: "yardsticks/conversations.ts",
    environment(folder) {
      const file = join(folder, "walks.json");
      writeFileSync(file, JSON.stringify(measured));
      return { BENCH_WALKS: file, BENCH_DATABASE: join(folder, "conversations.db") };
    },
    walkOf,
  },
  objecteur: { ...ours, walkOf },
  sealed: {
    ...ours,
    environment: (folder) => ({ ...ours.environment(folder), STORE_KEY: randomBytes(32).toString("base64") }),
    walkOf,
  },
} satisfies Record<string, Contender>;

function idsFrom(first: number, number: number): readonly number[] {
  return Array.from({ length: number }, (_, index) => first + index);
}

async function compete(contender: Contender): Promise<Result> {
  return await withBot(contender, async ({ server, bot }) => {
    // So many before that what is measured is a bot that has been running for a while, all its code compiled.
    for (let round = 1; round <= warmUps; round += 1) {
      await rush(server, idsFrom(round * 1_000_000, people), contender.walkOf);
      await untilQuiet(server, 500);
    }
    const [cpuBefore, callsBefore, began] = [bot.cpuMs(), countCalls(server), performance.now()];
    const times = await rush(server, idsFrom(100_000, people), contender.walkOf);
    const seconds = (performance.now() - began) / 1_000;
    await untilQuiet(server, 500);
    const calls = countCalls(server) - callsBefore;
    return {
      stepsPerSecond: times.length / seconds,
      callsPerStep: calls / times.length,
      cpuPerCallUs: ((bot.cpuMs() - cpuBefore) * 1_000) / calls,
      medianMs: percentile(times, 0.5),
      p99Ms: percentile(times, 0.99),
      megabytes: bot.peakMegabytes(),
    };
  });
}

const results = {
  echo: [] as Result[],
  conversations: [] as Result[],
  objecteur: [] as Result[],
  sealed: [] as Result[],
};
for (let round = 0; round < rounds; round += 1) {
  // In turn, so that whatever else the machine does meets all of them.
  results.echo.push(await compete(contenders.echo));
  results.conversations.push(await compete(contenders.conversations));
  results.objecteur.push(await compete(contenders.objecteur));
  results.sealed.push(await compete(contenders.sealed));
}

function median(of: readonly Result[], what: keyof Result): number {
  return percentile(
    of.map((result) => result[what]),
    0.5,
  );
}

console.log(`${count(people)} people × 5 steps at once; the median of ${rounds} rounds\n`);
printTable([
  ["", "steps/s", "calls a step", "processor µs a call", "median ms", "p99 ms", "peak MB"],
  ...Object.entries(results).map(([name, of]) => [
    name,
    count(median(of, "stepsPerSecond")),
    median(of, "callsPerStep").toFixed(2),
    count(median(of, "cpuPerCallUs")),
    count(median(of, "medianMs")),
    count(median(of, "p99Ms")),
    count(median(of, "megabytes")),
  ]),
]);

const { conversations, objecteur, sealed } = results;
const steps = median(objecteur, "stepsPerSecond") / median(conversations, "stepsPerSecond");
const kept = median(sealed, "stepsPerSecond") / median(objecteur, "stepsPerSecond");
const isFaster = median(objecteur, "p99Ms") < median(conversations, "p99Ms");
console.log(`
steps/s: ${steps.toFixed(2)} × conversations, target at least ${leastSteps}: ${verdict(steps >= leastSteps)}
p99 below that of conversations: ${verdict(isFaster)}
steps/s with a sealed store: ${kept.toFixed(2)} × those with an open one, target at least ${leastSealed}: ${verdict(kept >= leastSealed)}`);
