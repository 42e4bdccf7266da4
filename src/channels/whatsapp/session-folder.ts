import { mkdirSync, readlinkSync, rmSync, unlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { StartError } from "../../app/ports.ts";

/** Takes a lock at this file until the process ends; returns what frees it earlier, or nothing while another process has it. */
export type LockFile = (file: string) => (() => void) | undefined;

/** The folder that whatsapp-web.js keeps the linked session in, and the browser its profile. */
export interface SessionFolder {
  /** Takes the folder for this process; returns what lets it go. Throws a {@link StartError} while another process has it. */
  take(): () => void;
  /** Takes away a lock whose owner is gone: a container's name changes, and the browser would never start again. */
  unlock(): void;
  /** Erases the session. Never rejects. */
  forget(): Promise<void>;
}

/** The session within the folder that a setting names. */
export function sessionFolder(parent: string, lockFile: LockFile): SessionFolder {
  const profile = join(parent, "session");
  const lock = join(profile, "SingletonLock");
  return {
    take() {
      mkdirSync(parent, { recursive: true, mode: 0o700 });
      const releaseLock = lockFile(join(parent, "objecteur.lock"));
      if (releaseLock !== undefined) return releaseLock;
      throw new StartError(
        `WHATSAPP_SESSION_DIR: ${parent} is in use by another Objecteur: stop that one first, or set another folder for this one`,
      );
    },
    unlock() {
      const owner = readOwner(lock);
      if (owner === undefined || isAlive(owner)) return;
      unlinkSync(lock);
      for (const name of ["SingletonSocket", "SingletonCookie"]) rmSync(join(profile, name), { force: true });
    },
    async forget() {
      await rm(profile, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
    },
  };
}

interface Owner {
  readonly host: string;
  readonly pid: number;
}

/** Chromium's lock is a link to "host-pid". */
function readOwner(lock: string): Owner | undefined {
  try {
    const [, host = "", pid] = /^(.*)-(\d+)$/.exec(readlinkSync(lock)) ?? [];
    return { host, pid: Number(pid) };
  } catch {
    return undefined;
  }
}

function isAlive({ host, pid }: Owner): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
