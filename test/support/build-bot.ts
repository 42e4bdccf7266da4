import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds what `npm start` runs, as it does. */
export function buildBot(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
}

/** What Vitest does once, before all tests. */
export function setup(): void {
  buildBot();
}
