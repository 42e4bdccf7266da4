/** How long is waited for what has to come: a machine that is busy with others may take long, and one that is not loses nothing. */
export const patienceMs = 30_000;

/** Resolves when the condition holds; rejects after {@link patienceMs}. */
export async function until(condition: () => boolean, what = String(condition)): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
