import { ChannelError, StartError, StoreError } from "./app/ports.ts";
import { CampaignError } from "./campaigns/read-campaigns.ts";
import { DataFileError } from "./campaigns/read-data-file.ts";
import { ConfigError } from "./config.ts";
import { ContentError } from "./content/read-locales.ts";

/** A command line that is wrong; its message says what is expected. */
export class UsageError extends Error {}

const operatorErrors = [
  UsageError,
  ConfigError,
  StoreError,
  CampaignError,
  DataFileError,
  ContentError,
  StartError,
  ChannelError,
];

/** Returns the message alone for what an operator can correct, and the stack for anything else. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's own parser of the command line names the unknown option in one sentence.
  const isUsage = "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  const isPlain = isUsage || operatorErrors.some((kind) => error instanceof kind);
  return isPlain ? error.message : (error.stack ?? error.message);
}
