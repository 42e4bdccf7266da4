import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const { build, start } = readScripts();

/** With what flags `npm start` runs Node. */
export const startFlags: readonly string[] = start.split(" ").slice(1, -1);

const built = new Set<string>();

/**
 * Builds a file as `npm start` builds the bot, the first time it is asked for; gives what Node is to be called with to run it as
 * `npm start` does.
 */
export function startCommand(file: string): readonly string[] {
  if (!built.has(file)) buildAsBot(file);
  built.add(file);
  return [...startFlags, pathOf(`dist/${basename(file, ".ts")}.js`)];
}

function buildAsBot(file: string): void {
  const options = build.split(" ").slice(2);
  execFileSync(pathOf("node_modules/.bin/esbuild"), [file, ...options], { cwd: pathOf("") });
}

function readScripts() {
  const scripts = z.object({
    build: z.templateLiteral(["esbuild src/main.ts ", z.string()]),
    start: z.templateLiteral(["node ", z.string(), " dist/main.js"]),
  });
  return z.object({ scripts }).parse(JSON.parse(readFileSync(pathOf("package.json"), "utf8"))).scripts;
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
