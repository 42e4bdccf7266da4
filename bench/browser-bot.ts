import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { endsWithBench } from "./bot-process.ts";
import { startCommand } from "./start-command.ts";

/** A bot with a browser, as a process of its own. */
export interface BrowserBot {
  /** Resolves when it has written this, to stdout or stderr. */
  says(text: string): Promise<void>;
  /** Megabytes that Node has used at most. */
  nodeMegabytes(): number;
  /** Megabytes that the browser uses now, what its processes share counted once. */
  browserMegabytes(): number;
  /** Milliseconds of processor time so far: Node's, and that of the browser's processes together. */
  cpuMs(): { readonly node: number; readonly browser: number };
  stop(): Promise<void>;
}

const patienceMs = 60_000;

export function startBrowserBot(file: string, environment: Readonly<Record<string, string>>): BrowserBot {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, startCommand(path), {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const wakers = new Set<() => void>();
  for (const output of [child.stdout, child.stderr])
    output.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      for (const wake of [...wakers]) wake();
    });
  return {
    says: (text) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`"${text}" was not said:\n${said}`)), patienceMs);
        const wake = () => {
          if (!said.includes(text)) return;
          wakers.delete(wake);
          clearTimeout(timer);
          resolve();
        };
        wakers.add(wake);
        wake();
      }),
    nodeMegabytes: () => kilobytes(`/proc/${child.pid}/status`, /VmHWM:\s+(\d+)/) / 1_024,
    browserMegabytes: () => {
      const sizes = descendantsOf(child.pid ?? 0).map((id) =>
        kilobytes(`/proc/${id}/smaps_rollup`, /^Pss:\s+(\d+)/m),
      );
      return sizes.reduce((sum, size) => sum + size, 0) / 1_024;
    },
    cpuMs: () => ({
      node: cpuMsOf(child.pid ?? 0),
      browser: descendantsOf(child.pid ?? 0).reduce((sum, id) => sum + cpuMsOf(id), 0),
    }),
    stop: endsWithBench(child),
  };
}

function descendantsOf(id: number): readonly number[] {
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(name)] as const),
  );
  const under = (parent: number): readonly number[] =>
    [...parents].flatMap(([child, of]) => (of === parent ? [child, ...under(child)] : []));
  return under(id);
}

function parentOf(id: string): number {
  return Number(fieldsOf(Number(id))[1]);
}

/** The kernel counts in ticks of 10 ms. */
function cpuMsOf(id: number): number {
  const fields = fieldsOf(id);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

/** What stands after the name in parentheses: the state, the parent and so on. */
function fieldsOf(id: number): readonly string[] {
  return read(`/proc/${id}/stat`).split(") ").at(-1)?.split(" ") ?? [];
}

function kilobytes(file: string, pattern: RegExp): number {
  return Number(pattern.exec(read(file))?.[1] ?? 0);
}

/** Nothing of a process that has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
