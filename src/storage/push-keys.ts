import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { StoreError } from "../ports.ts";
import { errorCodeOf } from "../support/error-code-of.ts";
import { makeFolder } from "../support/folders.ts";
import { explainOpening } from "./explain-error.ts";
import { pathOf } from "./open-store.ts";

const pushKeys = z.object({ publicKey: z.string(), privateKey: z.string() });

/** What to do where no file can be. */
const ownKeys = "set WEB_PUSH_PUBLIC_KEY and WEB_PUSH_PRIVATE_KEY";

type PushKeys = z.infer<typeof pushKeys>;

/**
 * Returns the keys in the file beside the store at `url`. If it is missing, it is created for this
 * user alone, with the keys of `make`: browsers bind their subscription to them, so new keys would end
 * all subscriptions. Throws a {@link StoreError} if the file cannot be used.
 */
export function openPushKeys(url: string, make: () => PushKeys): PushKeys {
  const isBesideStore = url.startsWith("file:");
  const file = join(isBesideStore ? dirname(pathOf(url)) : "data", "push-keys.json");
  try {
    if (!existsSync(file)) keepKeys(file, make());
    return pushKeys.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const explained = explainOpening(file, error, isBesideStore ? undefined : ownKeys);
    throw explained instanceof StoreError ? explained : noKeys(file, error);
  }
}

/** Atomic, and never overwrites keys that another process has made meanwhile. */
function keepKeys(file: string, keys: PushKeys): void {
  const draft = `${file}.${process.pid}`;
  try {
    makeFolder(dirname(file));
    writeFileSync(draft, JSON.stringify(keys), { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if (errorCodeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function noKeys(file: string, cause: unknown): StoreError {
  return new StoreError(`${file} does not hold the keys for push messages: restore it, or ${ownKeys}.`, {
    cause,
  });
}
