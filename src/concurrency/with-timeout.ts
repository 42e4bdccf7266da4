/** Settles as `work` does; rejects with `onTimeout()` if that takes longer than `ms` milliseconds. The work itself goes on. */
export async function withTimeout<Result>(
  ms: number,
  work: Promise<Result>,
  onTimeout: () => Error = () => new Error("too slow"),
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(onTimeout()), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
