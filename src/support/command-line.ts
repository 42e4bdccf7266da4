import { createInterface } from "node:readline/promises";
import { type Log, printProblem } from "./log.ts";
import { OperatorError } from "./operator-error.ts";

/** A command line that is wrong; its message says what is expected. */
export class UsageError extends OperatorError {}

/** Runs a command; if it fails, prints why and exits with code 1. */
export async function runCommand(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    printProblem(explainFailure(error));
    process.exit(1);
  }
}

/** Returns the message alone for what an operator can correct, and the stack for anything else. */
function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's own parser of the command line names the unknown option in one sentence.
  const isUsage = "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  return isUsage || error instanceof OperatorError ? error.message : (error.stack ?? error.message);
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

/** Stops the parts one after another, the last first. One that cannot is logged, and keeps none of the others from it. */
export async function stopAll(stops: readonly Stop[], log: Pick<Log, "error">): Promise<void> {
  for (const stop of stops.toReversed())
    await stop().catch((error: unknown) => log.error({ error }, "a part of the program did not stop well"));
}
