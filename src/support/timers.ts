/** Calls back later: by the machine's clock, or by a virtual clock. */
export interface Timers {
  /** Calls back once, after `ms` milliseconds. Returns a function that cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back once, as soon as pending events have been handled. */
  soon(callback: () => void): void;
}

/** The timers of the machine's clock. */
export const systemTimers: Timers = {
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  soon(callback) {
    setImmediate(callback);
  },
};

/**
 * Resolves after `ms` milliseconds, at once for 0, or as soon as one of the signals is aborted. Never
 * rejects.
 */
export function sleep(timers: Timers, ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  if (ms === 0 || signals.some(({ aborted }) => aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      for (const signal of signals) signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = timers.after(ms, end);
    for (const signal of signals) signal.addEventListener("abort", end);
  });
}

/**
 * Settles as `work` does; rejects with `onTimeout()` if that takes longer than `ms` milliseconds. The
 * work itself goes on.
 */
export async function withTimeout<T>(
  timers: Timers,
  ms: number,
  work: Promise<T>,
  onTimeout = () => new Error("too slow"),
): Promise<T> {
  let cancel = () => {};
  const timeout = new Promise<never>((_, reject) => {
    cancel = timers.after(ms, () => reject(onTimeout()));
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    cancel();
  }
}
