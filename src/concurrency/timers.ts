/** Resolves after `ms` milliseconds, at once after 0, or as soon as one of the signals is aborted. Never rejects. */
export function sleep(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  if (ms === 0 || signals.some(({ aborted }) => aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    for (const signal of signals) signal.addEventListener("abort", end);
  });
}

/** Settles as `work` does; rejects with `onTimeout()` if that takes longer than `ms` milliseconds. The work itself goes on. */
export async function withTimeout<T>(ms: number, work: Promise<T>, onTimeout = () => new Error("too slow")) {
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
