import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { OutgoingMessage } from "../../app/ports.ts";

type ServedFile = NonNullable<OutgoingMessage["file"]>;

/** The files that people were given a link to: WhatsApp takes no calendar files. */
export type ServedFiles = ReturnType<typeof createServedFiles>;

const day = 86_400_000;
const mostFiles = 20_000;

/** Keeps files in memory for a day, under names that no one can guess. */
export function createServedFiles() {
  const files = new LRUCache<string, ServedFile>({ max: mostFiles, ttl: day });
  let host: string | undefined;
  return {
    /** Notes under which name the platform has reached us: people reach us there too. */
    reachedAt(name: string): void {
      host = name;
    },
    /** Returns an address of this file; undefined before the platform has reached us. */
    serve(file: ServedFile | undefined): string | undefined {
      if (file === undefined || host === undefined) return undefined;
      const token = randomBytes(16).toString("base64url");
      files.set(token, file);
      return `https://${host}/whatsapp-cloud/files/${token}`;
    },
    find: (token: string) => files.get(token),
  };
}
