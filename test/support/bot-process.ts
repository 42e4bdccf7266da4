import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";
import { patienceMs } from "./until.ts";

/** The real bot as a process of its own. */
export interface BotProcess {
  /** What it wrote to stderr so far. */
  errors(): string;
  /** What it wrote to stdout so far, meant for the operator's eyes. */
  shown(): string;
  /** Resolves when stderr holds this text. */
  says(text: string, timeoutMs?: number): Promise<void>;
  /** Resolves when stdout holds this text. */
  shows(text: string, timeoutMs?: number): Promise<void>;
  /** Sends the signal; gives the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
  /** Resolves with the exit code when it ends by itself. */
  ended(): Promise<number | null>;
}

/** Where a test says what is to be undone after it. */
export type AtEnd = (undo: () => void | Promise<void>) => void;

/** Undoes what it is given once all tests of the suite around it have ended, the last first. */
export function afterSuite(): AtEnd {
  const undoing: Parameters<AtEnd>[0][] = [];
  afterAll(async () => {
    for (const undo of undoing) await undo();
  });
  return (undo) => void undoing.unshift(undo);
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the bot with this environment and nothing else of ours; it is killed at the end of the test. */
export function startBot(
  environment: Readonly<Record<string, string>>,
  { atEnd = onTestFinished, folder = root }: { readonly atEnd?: AtEnd; readonly folder?: string } = {},
): BotProcess {
  // It lives for seconds: to optimise the code of its start takes longer than what is won by that.
  const child = spawn(process.execPath, ["--no-opt", "--enable-source-maps", "dist/main.js"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      OPERATOR_NAME: "Test",
      OPERATOR_CONTACT: "test@example.org",
      PORT: "0",
      ...environment,
    },
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  let shown = "";
  child.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
  });
  // "close" comes after "exit", when stderr is read to its end.
  const exit = once(child, "close");
  atEnd(() => void child.kill("SIGKILL"));
  async function holds(output: () => string, text: string, timeoutMs = patienceMs): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (!output().includes(text)) {
      if (Date.now() > until || child.exitCode !== null)
        throw new Error(`"${text}" is missing:\n${shown}\n${errors}`);
      await sleep(20);
    }
  }

  return {
    errors: () => errors,
    shown: () => shown,
    says: (text, timeoutMs) => holds(() => errors, text, timeoutMs),
    shows: (text, timeoutMs) => holds(() => shown, text, timeoutMs),
    async end(signal) {
      child.kill(signal);
      const [code, ending] = await exit;
      return ending ?? code;
    },
    async ended() {
      const [code] = await exit;
      return code;
    },
  };
}

/** A copy of what the bot is shipped with, for a test that changes something in it. */
export function copyProject(): string {
  const folder = temporaryFolder();
  for (const part of ["dist", "src", "locales", "package.json", "tsconfig.json"])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Returns the address of the preview, once the bot names it on its standard output. */
export async function addressOf(bot: BotProcess): Promise<string> {
  await bot.shows("http://");
  return /http:\/\/[\d.:]+/.exec(bot.shown())?.[0] ?? "";
}
