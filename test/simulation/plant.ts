import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Plant } from "./plants.ts";

/** What became of a plant. */
export interface Finding {
  /** The seed that found it; undefined if none of those that were tried did. */
  readonly seed: number | undefined;
  readonly seconds: number;
  /** What the simulation said of the whole history: the promise, and how it is broken. */
  readonly said: string;
}

/**
 * Plants a defect in a copy of the project, and simulates so many seeds there, from this one on, until one breaks a promise. Throws if
 * its place in the code is gone.
 */
export async function findPlant(
  { name, file, code, planted }: Plant,
  seed: number,
  seeds: number,
): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), "objecteur-plant-"));
  try {
    for (const part of ["src", "test", "locales", "package.json", "tsconfig.json"])
      cpSync(part, join(folder, part), { recursive: true });
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    const before = readFileSync(join(folder, file), "utf8");
    if (before.split(code).length !== 2) throw new Error(`${name}: its place in ${file} is gone`);
    writeFileSync(
      join(folder, file),
      before.replace(code, () => planted),
    );
    return await run(folder, seed, seeds);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const execute = promisify(execFile);

async function run(folder: string, seed: number, seeds: number): Promise<Finding> {
  const began = performance.now();
  const args = ["test/simulation/simulate.ts", "--seed", `${seed}`, "--seeds", `${seeds}`, "--no-shrink"];
  const { stdout } = await execute("node", ["--import", "tsx", ...args], { cwd: folder }).catch(
    // It ends with 1 if it has found something.
    (error: { readonly stdout: string; readonly stderr: string }) => error,
  );
  const [, found, said] = stdout.match(/^Seed (\d+) breaks (.*)$/m) ?? [];
  if (found === undefined && !stdout.includes(`${seeds} seeds of`))
    throw new Error(`no seed was simulated: ${stdout}`);
  return {
    seed: found === undefined ? undefined : Number(found),
    seconds: (performance.now() - began) / 1_000,
    said: said ?? "",
  };
}
