import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds what `npm start` runs, as it does. */
export function buildBot(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
}

/** Where the processes lie that tests start besides the bot: bundled, as to compile them at each start takes long. */
export const processesFolder = `${root}node_modules/.cache/processes`;

/** What Vitest does once, before all tests. */
export function setup(): void {
  buildBot();
  buildSync({
    entryPoints: ["bot-process", "holding-process"].map((name) => `${root}test/storage/${name}.ts`),
    outdir: processesFolder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
}
