import { accessSync, constants, readlinkSync, rmSync, unlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { delimiter, join } from "node:path";
import { errorCodeOf } from "../../support/error-code-of.ts";
import { makeFolder } from "../../support/folders.ts";
import { StartError } from "../../support/operator-error.ts";

/** Where `findBrowser` looks for a browser. */
interface BrowserSearch {
  readonly platform: NodeJS.Platform;
  /** The PATH: folders joined by the platform's delimiter. */
  readonly path: string;
  readonly isExecutable: (file: string) => boolean;
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files\\Chromium\\Application\\chrome.exe",
  ],
};
const installing: Partial<Record<NodeJS.Platform, string>> = {
  linux: "apt install chromium",
  darwin: "brew install --cask google-chrome",
  win32: "winget install Google.Chrome",
};

/**
 * Returns the path of Chromium or Chrome. Throws a {@link StartError} that says how to install one
 * if none is found.
 */
export function findBrowser(chosen: string | undefined, search: BrowserSearch = hereAndNow()): string {
  const { platform, path, isExecutable } = search;
  if (chosen !== undefined) {
    if (isExecutable(chosen)) return chosen;
    throw new StartError(
      `WHATSAPP_CHROMIUM_PATH: ${chosen} is no program, give the path of Chromium or Chrome`,
    );
  }
  const onPath = path.split(delimiter).filter((folder) => folder !== "");
  const candidates = [
    ...names.flatMap((name) => onPath.map((folder) => join(folder, name))),
    ...(usualPlaces[platform] ?? []),
  ];
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  const command = installing[platform] ?? "your system's package manager";
  throw new StartError(
    `WHATSAPP: no Chromium or Chrome is found, install one with "${command}" or set WHATSAPP_CHROMIUM_PATH`,
  );
}

/** Returns the browser's arguments. As root it must run without its sandbox; any other user keeps it. */
export function browserArgs(added: readonly string[], userId = process.getuid?.()): string[] {
  return [...(userId === 0 ? ["--no-sandbox"] : []), ...added];
}

function hereAndNow(): BrowserSearch {
  // biome-ignore lint/style/noProcessEnv: the PATH is the system's, not a setting of ours
  return { platform: process.platform, path: process.env["PATH"] ?? "", isExecutable };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Locks this file until the process ends. Returns a function that releases it earlier; undefined if
 * another process has it.
 */
export type LockFile = (file: string) => (() => void) | undefined;

/**
 * Manages the folder that `WHATSAPP_SESSION_DIR` names: whatsapp-web.js keeps the linked session in
 * it, and the browser its profile.
 */
export function sessionFolder(parent: string, lockFile: LockFile) {
  const profile = join(parent, "session");
  const browserLock = join(profile, "SingletonLock");

  function lock() {
    try {
      makeFolder(parent);
      return lockFile(join(parent, "objecteur.lock"));
    } catch (cause) {
      const code = errorCodeOf(cause) ?? "unknown reason";
      throw new StartError(
        `WHATSAPP_SESSION_DIR: ${parent} cannot be written to (${code}), name a folder that this user may write to`,
        { cause },
      );
    }
  }

  return {
    /**
     * Locks the folder for this process; returns the release. Throws a {@link StartError} if another
     * process has it.
     */
    take(): () => void {
      const releaseLock = lock();
      if (releaseLock !== undefined) return releaseLock;
      throw new StartError(
        `WHATSAPP_SESSION_DIR: ${parent} is in use by another Objecteur: stop that one first, or set another folder for this one`,
      );
    },
    /**
     * Removes a browser lock whose owner is gone: a container's host name changes, and the browser would
     * never start again.
     */
    unlock(): void {
      const owner = readOwner(browserLock);
      if (owner === undefined || isAlive(owner)) return;
      unlinkSync(browserLock);
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
