import type { Clock } from "./ports.ts";

/** Gives what `work` has found as long as it is not older than `ms`; whoever asks meanwhile shares one search. */
export function cached<Found>(ms: number, clock: Clock, work: () => Promise<Found>): () => Promise<Found> {
  let kept: { readonly at: number; readonly found: Promise<Found> } | undefined;
  return () => {
    const now = clock.now();
    if (kept !== undefined && now - kept.at < ms) return kept.found;
    const fresh = { at: now, found: work() };
    kept = fresh;
    fresh.found.catch(() => {
      if (kept === fresh) kept = undefined;
    });
    return fresh.found;
  };
}
