import { stdout } from "node:process";
import { expect, it, vi } from "vitest";
import { describeCoverage, neverSeen } from "./coverage.ts";
import { findPlant } from "./plant.ts";
import { plants } from "./plants.ts";
import { sweep } from "./sweep.ts";

const processes = 2;
/** Eight minutes hold about three times as many on two free cores; a busy machine takes long. */
const worlds = 500;
const minutes = 20;

vi.setConfig({ testTimeout: (minutes + 2) * 60_000 });

it(`breaks no promise in ${worlds} worlds, in which everything happens`, async () => {
  const share = { seed: 1, steps: 100, minutes, most: worlds / processes };
  const { seeds, broken, coverage } = await sweep(processes, share);
  stdout.write(`${describeCoverage(coverage)}\n`);
  expect(broken).toEqual([]);
  expect(seeds).toBe(worlds);
  expect(neverSeen(coverage)).toEqual([]);
});

it.each(plants)("finds that $name", async (plant) => {
  expect((await findPlant(plant, plant.seed, 1)).seed).toBe(plant.seed);
});
