import type { Clock } from "./ports.ts";

/** Returns `work` with its result cached for `ttlMs` milliseconds; concurrent callers share one run, and a failure is not cached. */
export function cached<Found>(ttlMs: number, clock: Clock, work: () => Promise<Found>): () => Promise<Found> {
  let kept: { readonly at: number; readonly found: Promise<Found> } | undefined;
  return () => {
    const now = clock.now();
    if (kept !== undefined && now - kept.at < ttlMs) return kept.found;
    const fresh = { at: now, found: work() };
    kept = fresh;
    fresh.found.catch(() => {
      if (kept === fresh) kept = undefined;
    });
    return fresh.found;
  };
}
