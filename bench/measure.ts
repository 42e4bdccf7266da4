/** How often something can be done. */
export interface Rate {
  /** Times a second of processor time, that of the garbage collector included. */
  readonly perCpuSecond: number;
  readonly perSecond: number;
}

/** Repeats `round`, which does the thing `count` times, first to warm up and then for about `seconds`. */
export async function measure(
  count: number,
  round: () => unknown,
  { seconds = 3 }: { readonly seconds?: number } = {},
): Promise<Rate> {
  await repeatFor(seconds / 2, round);
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const rounds = await repeatFor(seconds, round);
  const { user, system } = process.cpuUsage(cpuBefore);
  const elapsed = (performance.now() - began) / 1_000;
  return {
    perCpuSecond: (rounds * count * 1_000_000) / (user + system),
    perSecond: (rounds * count) / elapsed,
  };
}

async function repeatFor(seconds: number, round: () => unknown): Promise<number> {
  const end = performance.now() + seconds * 1_000;
  let rounds = 0;
  while (performance.now() < end) {
    await round();
    rounds += 1;
  }
  return rounds;
}
