import { addCoverage, emptyCoverage } from "./coverage.ts";
import { simulate } from "./simulation.ts";
import type { Share, Swept } from "./sweep.ts";

/** Runs the seeds of one process until the time is over or one breaks a promise, and tells the process that has started it. */
process.once("message", async ({ seed: first, stride, steps, minutes }: Share) => {
  const until = performance.now() + minutes * 60_000;
  const coverage = emptyCoverage();
  const broken: Swept["broken"][number][] = [];
  let seeds = 0;
  for (let seed = first; performance.now() < until && broken.length === 0; seed += stride) {
    const { history, verdicts } = await simulate({ seed, steps });
    addCoverage(coverage, history);
    seeds += 1;
    if (verdicts[0]) broken.push({ seed, verdict: verdicts[0] });
  }
  process.send?.({ seeds, broken, coverage } satisfies Swept, () => process.disconnect());
});
