import { stdout } from "node:process";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";
import { addCoverage, emptyCoverage } from "./coverage.ts";
import { describeEvent } from "./history.ts";
import { worldsOn } from "./postgres-database.ts";
import { simulate } from "./simulation.ts";
import type { Share, Swept } from "./sweep.ts";

let server: PostgresServer | undefined;

/** Runs the seeds of one process until the time is over or one breaks a promise, and tells who has started it. */
async function run(share: Share): Promise<void> {
  const { seed: first, stride, steps, minutes, most = Number.POSITIVE_INFINITY, isOnPostgres } = share;
  const until = performance.now() + minutes * 60_000;
  const end = first + most * stride;
  server = isOnPostgres ? await startPostgres() : undefined;
  const databaseIn = server && (await worldsOn(server));
  const coverage = emptyCoverage();
  const broken: Swept["broken"][number][] = [];
  let seeds = 0;
  for (let seed = first; seed < end && performance.now() < until && broken.length === 0; seed += stride) {
    const { history, verdicts } = await simulate({ seed, steps, databaseIn });
    addCoverage(coverage, history);
    seeds += 1;
    if (!verdicts[0]) continue;
    broken.push({ seed, verdict: verdicts[0] });
    // There, the same seed may give another history the next time.
    if (isOnPostgres) stdout.write(`${history.map(describeEvent).join("\n")}\n`);
  }
  process.send?.({ seeds, broken, coverage } satisfies Swept, () => process.disconnect());
}

async function end(): Promise<void> {
  await server?.remove();
  process.exit();
}

process.once("message", (share: Share) => void run(share));
// Also where the other process is gone.
process.once("disconnect", () => void end());
