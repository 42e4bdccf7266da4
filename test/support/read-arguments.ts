import type { ParseArgsConfig, parseArgs } from "node:util";
import { createCommand, runCommand, usageOf } from "../../src/support/command-line.ts";

type Given<Config extends ParseArgsConfig> = ReturnType<typeof parseArgs<Config>>;

/**
 * Returns what a developer's command was given. Answers `--help`, `--version` and a wrong option as all
 * commands do, and then ends the process.
 */
export async function readArguments<const Config extends ParseArgsConfig>(
  ways: Parameters<typeof usageOf>[0],
  config: Config,
): Promise<Given<Config>> {
  const read: Given<Config>[] = [];
  await runCommand(createCommand(usageOf(ways), config, (given) => void read.push(given)));
  const [given] = read;
  if (given === undefined) process.exit(0);
  return given;
}
