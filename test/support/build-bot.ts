import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds what `npm start` runs, as it does. */
export function buildBot(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
}

/** Where the processes lie that tests start besides the bot, and what such ones import: bundled, as to compile them at each start takes long. */
export const processesFolder = `${root}node_modules/.cache/processes`;

/** What Vitest does once, before all tests. */
export function setup(): void {
  buildBot();
  buildSync({
    entryPoints: {
      "bot-process": `${root}test/storage/bot-process.ts`,
      "holding-process": `${root}test/storage/holding-process.ts`,
      "whatsapp-errors": `${root}src/channels/whatsapp/errors.ts`,
    },
    outdir: processesFolder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
}
