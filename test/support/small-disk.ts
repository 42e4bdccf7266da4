import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AtEnd } from "./bot-process.ts";

/** A disk of its own that can really be full. */
export interface SmallDisk {
  readonly folder: string;
  /** Writes until there is no room for another byte. */
  fill(): void;
  /** Takes away what {@link fill} has written. */
  makeRoom(): void;
  /** Lets nobody write to it any more. */
  makeReadOnly(): void;
}

/** Why no disk can be mounted here; undefined if one can. */
export function missingDisk(): string | undefined {
  try {
    mountSmallDisk(4).unmount();
    return undefined;
  } catch {
    return "no tmpfs can be mounted: run as root on Linux, in a container with --cap-add SYS_ADMIN";
  }
}

/** Mounts a tmpfs of so many megabytes. */
export function openSmallDisk(atEnd: AtEnd, megabytes = 4): SmallDisk {
  const { folder, unmount } = mountSmallDisk(megabytes);
  atEnd(unmount);
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill() {
      for (const bytes of [1_048_576, 4_096]) while (append(ballast, bytes));
    },
    makeRoom: () => rmSync(ballast),
    makeReadOnly: () => void execFileSync("mount", ["-o", "remount,ro", folder], { stdio: "ignore" }),
  };
}

function mountSmallDisk(megabytes: number) {
  const folder = mkdtempSync(join(tmpdir(), "objecteur-disk-"));
  try {
    const options = ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder];
    execFileSync("mount", options, { stdio: "ignore" });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return {
    folder,
    unmount: () => {
      execFileSync("umount", ["--lazy", folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Returns false if the disk has no room for it. */
function append(file: string, bytes: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(bytes), { flag: "a" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}
