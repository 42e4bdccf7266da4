import { stdout } from "node:process";
import pLimit from "p-limit";
import { findPlant } from "./plant.ts";
import { plants } from "./plants.ts";

const most = Number(process.argv[2] ?? 1_000);
const limit = pLimit(2);

stdout.write("| defect | seeds | seconds | broken promise |\n|---|---|---|---|\n");
await Promise.all(
  plants.map((plant) =>
    limit(async () => {
      const { seed, seconds, said } = await findPlant(plant, 1, most);
      if (seed === undefined) process.exitCode = 1;
      stdout.write(`| ${plant.name} | ${seed ?? `not within ${most}`} | ${seconds.toFixed(0)} | ${said} |\n`);
    }),
  ),
);
