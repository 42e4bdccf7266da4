import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const { buildFlags, flags } = readScripts();

/** With what flags `npm start` runs Node. */
export const startFlags: readonly string[] = flags;

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
  execFileSync(pathOf("node_modules/.bin/esbuild"), [...buildFlags, file], { cwd: pathOf("") });
}

/** The flags of esbuild in `build:bot`, and those of Node in `start`. */
function readScripts() {
  const schema = z.object({ scripts: z.object({ "build:bot": z.string(), start: z.string() }) });
  const { scripts } = schema.parse(JSON.parse(readFileSync(pathOf("package.json"), "utf8")));
  const [, flags = ""] = /exec node (.*?) dist\/main\.js/.exec(scripts.start) ?? [];
  return { buildFlags: scripts["build:bot"].match(/--\S+/g) ?? [], flags: flags.split(" ") };
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
