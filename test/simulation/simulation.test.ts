import { expect, it } from "vitest";
import { describeEvent } from "./history.ts";
import { simulate } from "./simulation.ts";

/** The log of a run, as `npm run simulate -- --log` prints it. */
async function logOf(seed: number): Promise<string> {
  const { history } = await simulate({ seed, steps: 30 });
  return history.map(describeEvent).join("\n");
}

it("the same seed gives the same run, byte for byte", async () => {
  const log = await logOf(7);
  expect(log.split("\n").length).toBeGreaterThan(30);
  expect(await logOf(7)).toBe(log);
  expect(await logOf(8)).not.toBe(log);
});

it("no promise is broken in a world", async () => {
  const { verdicts } = await simulate({ seed: 1, steps: 100 });
  expect(verdicts).toEqual([]);
});

it("a run is replayed by its choices, and with some of them taken out it is another one", async () => {
  const { history, tape } = await simulate({ seed: 9, steps: 40 });
  const replayed = await simulate({ seed: 0, steps: 0, tape });
  expect(replayed.history).toEqual(history);
  const shorter = await simulate({ seed: 0, steps: 0, tape: [...tape.slice(0, 10), ...tape.slice(-1)] });
  expect(shorter.history.length).toBeLessThan(history.length);
});
