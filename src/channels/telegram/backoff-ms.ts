/** The wait before another try: half a second, doubled with every failure in a row, at most half a minute. */
export function backoffMs(failures: number): number {
  return Math.min(30_000, 250 * 2 ** Math.min(failures, 10));
}
