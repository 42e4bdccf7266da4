import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const { build, start } = readScripts();

/** With what flags `npm start` runs Node. */
export const startFlags: readonly string[] = start.split(" ").slice(1, -1);

/** Builds a file as `npm start` builds the bot; gives what Node is to be called with to run it as `npm start` does. */
export function startCommand(file: string): readonly string[] {
  execFileSync(pathOf("node_modules/.bin/esbuild"), [file, ...build.split(" ").slice(2)], {
    cwd: pathOf(""),
  });
  return [...startFlags, pathOf(`dist/${basename(file, ".ts")}.js`)];
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
