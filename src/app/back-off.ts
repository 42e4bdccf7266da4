const second = 1_000;
const longest = 60 * second;

/** Gives how many milliseconds to wait after the so-many-th try: one second, two, four, at most a minute, and up to half of it less. */
export function backOff(attempt: number, random: () => number): number {
  return Math.min(second * 2 ** (attempt - 1), longest) * (0.5 + random() / 2);
}
