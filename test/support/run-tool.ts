import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs one of the operator’s commands, with this typed into it; gives its exit code and what it printed. */
export async function runTool(
  tool: "alert" | "announce",
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  typed = "",
): Promise<{ readonly code: unknown; readonly printed: string }> {
  const child = spawn(process.execPath, ["--no-opt", "dist/main.js", tool, ...args], {
    cwd: root,
    env: {
      PATH: process.env["PATH"],
      OPERATOR_NAME: "Test",
      OPERATOR_CONTACT: "test@example.org",
      ...environment,
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  const keep = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  child.stdin.end(typed);
  const [code] = await once(child, "close");
  return { code, printed };
}
