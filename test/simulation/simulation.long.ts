import { expect, it, vi } from "vitest";
import { findPlant } from "./plant.ts";
import { plants } from "./plants.ts";

vi.setConfig({ testTimeout: 120_000 });

it.each(plants)("finds that $name", (plant) => {
  expect(findPlant(plant, plant.seed, 1).seed).toBe(plant.seed);
});
