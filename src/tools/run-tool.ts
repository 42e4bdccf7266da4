import { explainFailure } from "../explain-failure.ts";
import { printProblem } from "../log.ts";

/** Runs an operator's command; if it fails, prints why and sets the exit code to 1. */
export async function runTool(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    printProblem(explainFailure(error));
    process.exitCode = 1;
  }
}
