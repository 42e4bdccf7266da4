import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Coverage, mergeCoverage } from "./coverage.ts";
import type { Verdict } from "./person-history.ts";

/** What one process simulates: this seed, and each so many after it. */
export interface Share {
  readonly seed: number;
  readonly stride: number;
  readonly steps: number;
  readonly minutes: number;
  /** It ends after so many, whatever time is left. */
  readonly most?: number;
  /** On a PostgreSQL server of its own. */
  readonly isOnPostgres?: boolean;
}

/** What came of many worlds. */
export interface Swept {
  readonly seeds: number;
  /** The first that was broken of each process, which then ends. */
  readonly broken: readonly { readonly seed: number; readonly verdict: Verdict }[];
  readonly coverage: Coverage;
}

const path = fileURLToPath(new URL("sweep-process.ts", import.meta.url));

/**
 * Simulates as many seeds, from this one on, as so many processes get through in so many minutes; each at most as
 * many as it may.
 */
export async function sweep(processes: number, share: Omit<Share, "stride">): Promise<Swept> {
  const parts = await Promise.all(
    Array.from({ length: processes }, (_, index) =>
      sweepShare({ ...share, seed: share.seed + index, stride: processes }),
    ),
  );
  return {
    seeds: parts.reduce((sum, { seeds }) => sum + seeds, 0),
    broken: parts.flatMap(({ broken }) => broken),
    coverage: mergeCoverage(parts.map(({ coverage }) => coverage)),
  };
}

async function sweepShare(share: Share): Promise<Swept> {
  const child = fork(path, { execArgv: ["--import", "tsx"], serialization: "advanced" });
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`a process of the simulation ended with ${code}`);
  });
  child.send(share);
  const [swept] = await Promise.race([once(child, "message"), failed]);
  failed.catch(() => {});
  return swept;
}
