import { resolve } from "node:path";
import { loadEnvironment, readStoreSettings } from "../config/config.ts";
import { backUpStore } from "../storage/back-up-store.ts";
import { createCommand, UsageError, usageOf } from "../support/command-line.ts";
import { printReport } from "../support/log.ts";

const usage = usageOf([["npm run backup -- <file>", "copies the store to a file that does not exist yet"]]);

/** Copies the store to the file that the command names, also while the bot runs. */
export const backup = createCommand(usage, { allowPositionals: true }, async ({ positionals }) => {
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError(`Expected one file\n${usage}`);
  const to = resolve(file);
  const count = await backUpStore(readStoreSettings(loadEnvironment()).databaseUrl, to);
  printReport(`${to}: ${count} conversations, checked`);
});
