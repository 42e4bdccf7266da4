import { mkdirSync, readlinkSync, rmSync, unlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { StartError } from "../../app/ports.ts";

/** Takes a lock at this file until the process ends; returns what frees it earlier, or nothing while another process has it. */
export type LockFile = (file: string) => (() => void) | undefined;

/** The folder that whatsapp-web.js keeps the linked session in, and the browser its profile, within the one that a setting names. */
export function sessionFolder(parent: string, lockFile: LockFile) {
  const profile = join(parent, "session");
  const lock = join(profile, "SingletonLock");
  return {
    /** Takes the folder for this process; returns what lets it go. Throws a {@link StartError} while another process has it. */
    take(): () => void {
      mkdirSync(parent, { recursive: true, mode: 0o700 });
      const releaseLock = lockFile(join(parent, "objecteur.lock"));
      if (releaseLock !== undefined) return releaseLock;
      throw new StartError(
        `WHATSAPP_SESSION_DIR: ${parent} is in use by another Objecteur: stop that one first, or set another folder for this one`,
      );
    },
    /** Takes away a lock whose owner is gone: a container's name changes, and the browser would never start again. */
    unlock(): void {
      const owner = readOwner(lock);
      if (owner === undefined || isAlive(owner)) return;
      unlinkSync(lock);
      for (const name of ["SingletonSocket", "SingletonCookie"]) rmSync(join(profile, name), { force: true });
    },
    /** Erases the session. Never rejects. */
    async forget(): Promise<void> {
      await rm(profile, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
    },
  };
}

/** Chromium's lock is a link to "host-pid". */
function readOwner(lock: string) {
  try {
    const [, host = "", pid] = /^(.*)-(\d+)$/.exec(readlinkSync(lock)) ?? [];
    return { host, pid: Number(pid) };
  } catch {
    return undefined;
  }
}

function isAlive({ host, pid }: { readonly host: string; readonly pid: number }): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
