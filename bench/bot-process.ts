import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { startCommand } from "./start-command.ts";

/** A bot that runs as a process of its own. */
export interface BotProcess {
  /** Milliseconds of processor time that it has used so far, all its threads together. */
  cpuMs(): number;
  /** Megabytes of memory that it has used at most. */
  peakMegabytes(): number;
  stop(): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

/** Starts a bot as `npm start` does; what it prints to stderr is shown. */
export function startBotProcess(file: string, environment: Readonly<Record<string, string>>): BotProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const profile = process.env["BENCH_PROFILE"];
  const flags = profile === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", profile];
  const child = spawn(process.execPath, [...flags, ...startCommand(path)], {
    env: { PATH: process.env["PATH"], PORT: "0", ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const stop = endsWithBench(child);
  const ask = (name: string) => readFileSync(`/proc/${child.pid}/${name}`, "utf8");
  return {
    cpuMs() {
      // After the name in parentheses; in ticks of 10 ms.
      const fields = ask("stat").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    peakMegabytes: () => Number(/VmHWM:\s+(\d+)/.exec(ask("status"))?.[1]) / 1_024,
    stop,
    async kill() {
      child.kill("SIGKILL");
      await stop();
    },
  };
}

/** Returns what stops the child. A bench that throws before kills it. */
export function endsWithBench(child: ChildProcess): () => Promise<void> {
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  return async () => {
    child.kill("SIGTERM");
    const killing = setTimeout(kill, 10_000);
    await ended;
    clearTimeout(killing);
    process.off("exit", kill);
  };
}
