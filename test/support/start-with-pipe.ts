import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { until } from "./until.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts with nothing set up, and says this through a pipe; gives what is on standard output when it ends, or has shown `last`. */
export async function startWithPipe(said: string | undefined, last?: string): Promise<string> {
  const child = spawn(process.execPath, ["--no-opt", "--enable-source-maps", "dist/main.js"], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], PORT: "0" },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  if (said !== undefined) child.stdin.end(said);
  let shown = "";
  child.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const ended = once(child, "close");
  await (last === undefined ? ended : until(() => shown.includes(last)));
  return shown;
}
