import type { Tape } from "./choices.ts";
import { type SimulationOptions, type SimulationResult, simulate } from "./simulation.ts";

/** For so long shorter runs are tried: what is left then is short enough to be read. */
const patienceMs = 60_000;

/**
 * Takes steps, and then choices, out of a failing run as long as the same promise is broken. Returns the shortest that was found; its
 * tape replays it.
 */
export async function shrink(
  failing: SimulationResult,
  options: SimulationOptions,
): Promise<SimulationResult> {
  const promise = failing.verdicts[0]?.promise;
  const until = performance.now() + patienceMs;
  let best = failing;

  /** Whether a shorter run breaks the same promise; it is the best from then on. */
  async function isEnough(tape: Tape): Promise<boolean> {
    if (performance.now() > until) return false;
    const result = await simulate({ ...options, tape });
    if (!result.verdicts.some((verdict) => verdict.promise === promise)) return false;
    best = { ...result, tape };
    return true;
  }

  /** The first list begins the world and the last one ends it: both stay. */
  async function takeOut(size: number): Promise<void> {
    let from = 1;
    while (from < best.tape.length - 1) {
      const end = Math.min(from + size, best.tape.length - 1);
      if (!(await isEnough([...best.tape.slice(0, from), ...best.tape.slice(end)]))) from = end;
    }
  }

  /** Without its last choices, what a step leaves open is the most ordinary. */
  async function cut(step: number): Promise<void> {
    for (const kept of [0, 2, 4]) {
      const tape = best.tape.map((choices, index) => (index === step ? choices.slice(0, kept) : choices));
      if (await isEnough(tape)) return;
    }
  }

  for (let size = best.tape.length; size >= 1; size = Math.floor(size / 2)) await takeOut(size);
  for (let step = 0; step < best.tape.length; step += 1) await cut(step);
  return best;
}
