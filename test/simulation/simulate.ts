import { stdout } from "node:process";
import { startPostgres } from "../support/postgres-server.ts";
import { readArguments } from "../support/read-arguments.ts";
import { addCoverage, describeCoverage, emptyCoverage } from "./coverage.ts";
import { describeEvent } from "./history.ts";
import { worldsOn } from "./postgres-database.ts";
import { shrink } from "./shrink.ts";
import { type SimulationOptions, type SimulationResult, simulate } from "./simulation.ts";

const ways = [
  ["npm run simulate", "plays a history in a simulated world"],
  ["npm run simulate -- --seed N", "the first seed (1)"],
  ["npm run simulate -- --seeds COUNT", "how many seeds, one after the other (1)"],
  ["npm run simulate -- --steps M", "how many things happen in each (100)"],
  ["npm run simulate -- --bots 1..3", "how many processes there are (drawn by the seed)"],
  [
    "-- --postgres",
    "on a PostgreSQL server of its own: a seed may give another history, so none is shortened",
  ],
  ["npm run simulate -- --no-shrink", "looks for no shorter history of a seed that breaks a promise"],
  ["npm run simulate -- --log", "prints all that happened"],
  [
    "npm run simulate -- --coverage",
    "prints how often everything happened, and which faults at the same time",
  ],
] as const;

const { values } = await readArguments(ways, {
  options: {
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "1" },
    steps: { type: "string", default: "100" },
    bots: { type: "string" },
    postgres: { type: "boolean", default: false },
    log: { type: "boolean", default: false },
    "no-shrink": { type: "boolean", default: false },
    coverage: { type: "boolean", default: false },
  },
});

const print = (line: string) => void stdout.write(`${line}\n`);

/** Runs the seeds until one breaks a promise, and makes its history as short as it can. */
async function main(): Promise<void> {
  const [first, count, steps] = [Number(values.seed), Number(values.seeds), Number(values.steps)];
  const bots = values.bots === undefined ? undefined : Number(values.bots);
  const server = values.postgres ? await startPostgres() : undefined;
  const databaseIn = server && (await worldsOn(server));
  const coverage = emptyCoverage();
  const began = performance.now();
  let seed = first;
  for (; seed < first + count && process.exitCode === undefined; seed += 1) {
    const result = await runSeed({ seed, steps, bots, databaseIn });
    addCoverage(coverage, result.history);
  }
  await server?.remove();
  print(`${seed - first} seeds of ${steps} steps in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  if (values.coverage) print(describeCoverage(coverage));
}

async function runSeed(options: SimulationOptions): Promise<SimulationResult> {
  const result = await simulate(options);
  if (values.log) printHistory(result);
  if (result.verdicts.length === 0) return result;
  process.exitCode = 1;
  const [first] = result.verdicts;
  print(`Seed ${options.seed} breaks promise ${first?.promise}: ${first?.sentence}`);
  if (values["no-shrink"]) return result;
  // Another run of it might break nothing.
  if (values.postgres) {
    if (!values.log) printHistory(result);
    return result;
  }
  const short = await shrink(result, options);
  const [verdict] = short.verdicts;
  printHistory(short);
  print(`\nSeed ${options.seed}, shortened from ${result.tape.length} steps to ${short.tape.length}:`);
  print(`promise ${verdict?.promise} is broken: ${verdict?.sentence}`);
  print(`choices: ${JSON.stringify(short.tape)}`);
  return result;
}

function printHistory({ history }: SimulationResult): void {
  for (const event of history) print(describeEvent(event));
}

await main();
