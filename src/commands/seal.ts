import { randomBytes } from "node:crypto";
import { loadEnvironment, readStoreSettings } from "../config/config.ts";
import { sealStore } from "../storage/seal-store.ts";
import { createCommand, UsageError, usageOf } from "../support/command-line.ts";
import { printReport } from "../support/log.ts";

const usage = usageOf([
  ["npm run seal", "seals the store under STORE_KEY, while the bot is stopped"],
  ["npm run seal -- --new-key", "makes a key"],
]);

/** Seals the store under STORE_KEY, or makes a key. */
export const seal = createCommand(
  usage,
  { options: { "new-key": { type: "boolean" } } },
  async ({ values }) => {
    if (values["new-key"]) return printReport(`STORE_KEY=${randomBytes(32).toString("base64url")}`);
    const { databaseUrl, key, keyBefore } = readStoreSettings(loadEnvironment());
    if (key === undefined) throw new UsageError(`STORE_KEY: needed\n${usage}`);
    const count = await sealStore(databaseUrl, { key, before: keyBefore }, (sealed) =>
      printReport(`${sealed} conversations`),
    );
    printReport(
      `${count} conversations sealed. Keep the key where the store is not: without it, nothing opens.`,
    );
  },
);
