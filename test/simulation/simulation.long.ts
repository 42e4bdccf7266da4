import { stdout } from "node:process";
import { expect, it, vi } from "vitest";
import { describeCoverage, neverSeen } from "./coverage.ts";
import { findPlant } from "./plant.ts";
import { plants } from "./plants.ts";
import { sweep } from "./sweep.ts";

const minutes = 8;

vi.setConfig({ testTimeout: (minutes + 2) * 60_000 });

it(`breaks no promise in as many worlds as ${minutes} minutes hold, in which everything happens`, async () => {
  const { seeds, broken, coverage } = await sweep(2, { seed: 1, steps: 100, minutes });
  stdout.write(`${seeds} seeds in ${minutes} minutes\n${describeCoverage(coverage)}\n`);
  expect(broken).toEqual([]);
  expect(neverSeen(coverage)).toEqual([]);
});

it.each(plants)("finds that $name", async (plant) => {
  expect((await findPlant(plant, plant.seed, 1)).seed).toBe(plant.seed);
});
