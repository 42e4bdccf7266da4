/** How long is waited for what has to come: a machine that is busy with others may take long, and one that is not loses nothing. */
export const patienceMs = Number(process.env["PATIENCE_MS"] ?? 15_000);

type Condition = () => boolean | Promise<boolean>;

/** Resolves when the condition holds, which is looked at so often; rejects after {@link patienceMs}. */
export async function until(condition: Condition, what = String(condition), everyMs = 1): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Lets what has begun go on for many turns of the event loop: of what is not to come, nothing tells. */
export async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
