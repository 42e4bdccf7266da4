import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { temporaryFolder } from "../support/temporary-folder.ts";

const asking = [
  "Date.now();",
  "new Date();",
  "Temporal.Now.instant();",
  "performance.now();",
  "Math.random();",
  "setTimeout(() => {}, 1);",
  "setInterval(() => {}, 1);",
  "setImmediate(() => {});",
  "process.nextTick(() => {});",
  "AbortSignal.timeout(1);",
];
const linted = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.int() }) }),
    }),
  ),
});

/** Returns the lines that the linter's rule finds in each file, if all of them ask for the world. */
function linesFound(files: readonly string[]): Readonly<Record<string, readonly number[]>> {
  const folder = temporaryFolder();
  cpSync("biome.json", join(folder, "biome.json"));
  const rule = "test/structure/ask-for-the-world.grit";
  for (const file of [rule, ...files]) mkdirSync(dirname(join(folder, file)), { recursive: true });
  cpSync(rule, join(folder, rule));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  for (const file of files) writeFileSync(join(folder, file), [...asking, "new Date(0);\n"].join("\n"));
  const settings = ["lint", "--reporter=json", "--max-diagnostics=none", "src"];
  const { stdout } = spawnSync(resolve("node_modules/.bin/biome"), settings, {
    cwd: folder,
    encoding: "utf8",
  });
  const { diagnostics } = linted.parse(JSON.parse(stdout));
  const found = diagnostics.filter(({ category }) => category === "plugin").map(({ location }) => location);
  const linesOf = (file: string) => found.filter(({ path }) => path === file).map(({ start }) => start.line);
  return Object.fromEntries(files.map((file) => [file, linesOf(file).sort((one, other) => one - other)]));
}

it("is kept by the linter: time and chance are parameters, but for where the world comes in", () => {
  const pure = [
    "src/app/planted.ts",
    "src/support/planted.ts",
    "src/conversation/steps/planted.ts",
    "src/links/planted.ts",
    "src/storage/planted.ts",
    "src/understanding/entities/planted.ts",
  ];
  const others = ["src/support/timers.ts", "src/main.ts", "src/storage/postgres-planted.ts"];
  const found = linesFound([...pure, ...others]);
  const all = asking.map((_, index) => index + 1);
  const wanted = [...pure.map((file) => [file, all]), ...others.map((file) => [file, []])];
  expect(found).toEqual(Object.fromEntries(wanted));
});
