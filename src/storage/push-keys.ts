import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { StoreError } from "../ports.ts";
import { pathOf } from "./open-store.ts";

const pushKeys = z.object({ publicKey: z.string(), privateKey: z.string() });

type PushKeys = z.infer<typeof pushKeys>;

/**
 * Returns the keys in the file beside the store at `url`. If it is missing, it is created for this
 * user alone, with the keys of `make`: browsers bind their subscription to them, so new keys would end
 * all subscriptions. Throws a {@link StoreError} if the file cannot be used.
 */
export function openPushKeys(url: string, make: () => PushKeys): PushKeys {
  const folder = url.startsWith("file:") ? dirname(pathOf(url)) : "data";
  const file = join(folder, "push-keys.json");
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, JSON.stringify(make()), { mode: 0o600 });
    // Atomic, and never overwrites existing keys.
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw unusable(file, error);
  } finally {
    rmSync(draft, { force: true });
  }
  try {
    return pushKeys.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw unusable(file, error);
  }
}

function unusable(file: string, cause: unknown): StoreError {
  return new StoreError(
    `${file}, which holds the keys for push messages, cannot be used: let this user read and write it, or set WEB_PUSH_PUBLIC_KEY and WEB_PUSH_PRIVATE_KEY.`,
    { cause },
  );
}
