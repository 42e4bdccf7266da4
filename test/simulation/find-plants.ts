import { stdout } from "node:process";
import { findPlant } from "./plant.ts";
import { plants } from "./plants.ts";

const most = Number(process.argv[2] ?? 1_000);

stdout.write("| defect | seeds | seconds | broken promise |\n|---|---|---|---|\n");
for (const plant of plants) {
  const { seed, seconds, said } = findPlant(plant, 1, most);
  if (seed === undefined) process.exitCode = 1;
  stdout.write(`| ${plant.name} | ${seed ?? `not within ${most}`} | ${seconds.toFixed(0)} | ${said} |\n`);
}
