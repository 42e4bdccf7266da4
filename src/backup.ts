import { resolve } from "node:path";
import { StoreError } from "./app/ports.ts";
import { ConfigError, loadEnvironment, readDatabaseUrl } from "./config.ts";
import { printProblem, printReport } from "./log.ts";
import { backUpStore } from "./storage/back-up-store.ts";

const usage = "Usage: npm run backup -- <file>, a file that does not exist yet";

/** Copies the store to the file that the command names, also while the bot runs. */
async function backup(): Promise<void> {
  const [file, ...others] = process.argv.slice(2);
  if (file === undefined || others.length > 0) return refuse(usage);
  const to = resolve(file);
  const count = await backUpStore(readDatabaseUrl(loadEnvironment()), to);
  printReport(`${to}: ${count} conversations, checked`);
}

function refuse(problem: string): void {
  printProblem(problem);
  process.exitCode = 1;
}

await backup().catch((error: unknown) => {
  if (error instanceof StoreError || error instanceof ConfigError) refuse(error.message);
  else throw error;
});
