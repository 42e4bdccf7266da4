/** Runs work, so much of it at the same time: the rest begins in the order of asking. */
export type Slots = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Builds `most` slots. */
export function createSlots(most: number): Slots {
  const waiting: (() => void)[] = [];
  let taken = 0;

  function handOn(): void {
    const next = waiting.shift();
    if (next === undefined) taken -= 1;
    else next();
  }

  async function run<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } finally {
      handOn();
    }
  }

  return (work) => {
    if (taken === most) return new Promise((resolve) => waiting.push(() => resolve(run(work))));
    taken += 1;
    return run(work);
  };
}
