import { stdout } from "node:process";
import pLimit from "p-limit";
import { readArguments } from "../support/read-arguments.ts";
import { findPlant } from "./plant.ts";
import { plants } from "./plants.ts";

const { positionals } = await readArguments(
  [["npm run simulate:plants -- [seeds]", "finds for each planted defect the first seed that shows it"]],
  { allowPositionals: true },
);
const [most = 1_000] = positionals.map(Number);
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
