/** Resolves or rejects with the work; rejects with `problem` when it has not ended in time. */
export async function within<T>(milliseconds: number, work: Promise<T>, problem: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(problem()), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
