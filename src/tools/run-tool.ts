import { StoreError } from "../app/ports.ts";
import { CampaignError } from "../campaigns/read-campaigns.ts";
import { ConfigError } from "../config.ts";
import { ContentError } from "../content/read-locales.ts";
import { printProblem } from "../log.ts";
import { UsageError } from "./usage-error.ts";

/** Runs a command of the operator's: what they can mend is told in plain words, and ends it with 1. */
export async function runTool(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    printProblem(explain(error));
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's own reader of the command line says in one sentence what it does not know.
  const isUsage = "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  const isPlain = [UsageError, CampaignError, ContentError, ConfigError, StoreError].some(
    (kind) => error instanceof kind,
  );
  return isUsage || isPlain ? error.message : (error.stack ?? error.message);
}
