/** Stops one part of the program; resolves when it has stopped. */
export type Stop = () => Promise<void>;

/** In milliseconds; less than the five seconds that the tests allow. */
const endWithinMs = 3_500;
let isEnding = false;

/**
 * Stops everything in the reverse order of its start, then exits with code 0; after 3.5 s it exits anyway. Nothing is lost by that:
 * what is not marked as sent stays in the outbox.
 */
export async function endProcess(stops: readonly Stop[]): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(0), endWithinMs);
  for (const stop of [...stops].reverse()) await stop();
  process.exit(0);
}

/** Calls {@link endProcess} at the first of these signals; parts added to `stops` by then are stopped too. */
export function endOn(signals: readonly NodeJS.Signals[], stops: readonly Stop[]): void {
  for (const signal of signals) process.once(signal, () => void endProcess(stops));
}
