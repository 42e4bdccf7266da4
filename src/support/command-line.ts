import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { errorCodeOf } from "./error-code-of.ts";
import { shippedPath } from "./folders.ts";
import { type Log, printProblem, printReport } from "./log.ts";
import { OperatorError } from "./operator-error.ts";

/** A command line that is wrong; its message says what is expected. */
export class UsageError extends OperatorError {}

/** Returns the usage of a command: each way to call it, and what that does. */
export function usageOf(ways: readonly (readonly [call: string, does: string])[]): string {
  const width = Math.max(...ways.map(([call]) => call.length));
  return ["Usage:", ...ways.map(([call, does]) => `  ${call.padEnd(width)}  ${does}`)].join("\n");
}

type Arguments<Config extends ParseArgsConfig> = ReturnType<typeof parseArgs<Config>>;

/**
 * Returns a command, to be called with its arguments; it answers `--help` and `--version` by itself.
 * Throws a {@link UsageError} for an unknown option.
 */
export function createCommand<const Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
  run: (given: Arguments<Config>) => void | Promise<void>,
): (args: readonly string[]) => Promise<void> {
  return async (args) => {
    if (args.includes("--help")) return printReport(usage);
    if (args.includes("--version")) return printReport(readVersion());
    await run(readArguments(usage, config, args));
  };
}

function readArguments<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
  args: readonly string[],
): Arguments<Config> {
  try {
    return parseArgs<Config>({ ...config, args: [...args] });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The first sentence names the mistake; the others tell how to pass such a value all the same.
    throw new UsageError(`${error.message.split(". ")[0]}\n${usage}`, { cause: error });
  }
}

function readVersion(): string {
  return readPackage().version;
}

function readPackage() {
  return JSON.parse(readFileSync(shippedPath("package.json"), "utf8"));
}

/** Throws what to do if this version of Node.js is older than the oldest one, such as ">=20.19". */
export function refuseOldNode(version: string, oldest: string): void {
  const [given = 0, least = 0] = [version, oldest].map((text) => {
    const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
    return Number(major) * 1_000 + Number(minor);
  });
  if (given >= least) return;
  const needed = oldest.replace(/^>=/, "");
  throw new OperatorError(`This is Node.js ${version}: install ${needed} or newer, then run npm ci again.`);
}

/** Runs the program's command; if it fails, prints why and exits with code 1. */
export async function runCommand(command: ReturnType<typeof createCommand>): Promise<void> {
  try {
    refuseOldNode(process.versions.node, readPackage().engines.node);
    await command(process.argv.slice(2));
  } catch (error) {
    printProblem(explainFailure(error));
    process.exit(1);
  }
}

/** Returns only the message of an error that the operator can correct, and the stack of any other. */
function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (errorCodeOf(error) === "ERR_DLOPEN_FAILED")
    return `A library cannot be loaded by Node.js ${process.versions.node}, often since it was built for another version: run npm ci again.`;
  return error instanceof OperatorError ? error.message : (error.stack ?? error.message);
}

/** Asks whether to do it; closed input counts as no. */
export async function isConfirmed(what: string): Promise<boolean> {
  const input = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<string>((resolve) => input.once("close", () => resolve("")));
  const answer = await Promise.race([input.question(`Type "yes" to ${what} it: `), closed]);
  input.close();
  return answer.trim().toLowerCase() === "yes";
}

/** Stops one part of the program; resolves when it has stopped. */
export type Stop = () => Promise<void>;

/**
 * Stops the parts one after another, the last first. A failure is logged, and the others are stopped
 * all the same.
 */
export async function stopAll(stops: readonly Stop[], log: Pick<Log, "error">): Promise<void> {
  for (const stop of stops.toReversed())
    await stop().catch((error: unknown) => log.error({ error }, "a part of the program did not stop well"));
}
