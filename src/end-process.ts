/** Ends one part of the program; resolves when it is done. */
export type Stop = () => Promise<void>;

/** How long what is in hand may take at the end; whoever stops us waits for five seconds. */
const endWithinMs = 3_500;
let isEnding = false;

/**
 * Ends everything in the reverse order of its start, then the process with code 0. A call that hangs is not waited for: nothing is
 * lost by it, since what is not marked as sent stays in the store.
 */
export async function endProcess(stops: readonly Stop[]): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(0), endWithinMs);
  for (const stop of [...stops].reverse()) await stop();
  process.exit(0);
}

/** The same at a signal. What `stops` has gained until then is ended too. */
export function endOn(signals: readonly NodeJS.Signals[], stops: readonly Stop[]): void {
  for (const signal of signals) process.once(signal, () => void endProcess(stops));
}
