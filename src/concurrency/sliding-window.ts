/** No more than `count` in any stretch of `ms` milliseconds. */
export interface SlidingWindow {
  readonly count: number;
  readonly ms: number;
}

/** Returns from when on one more may follow those of the log, the oldest of which is first. */
export function earliestAfter(log: readonly number[], windows: readonly SlidingWindow[]): number {
  return Math.max(...windows.map(({ count, ms }) => (log.at(-count) ?? Number.NEGATIVE_INFINITY) + ms));
}

/** Returns what is at `from` or later; the list itself if that is all of it. */
export function since(from: number, log: number[]): number[] {
  return (log[0] ?? from) < from ? log.filter((at) => at >= from) : log;
}
