import { type Meter, StoreError } from "../ports.ts";
import type { Log } from "../support/log.ts";
import type { Timers } from "../support/timers.ts";

export interface Repetition {
  /** Starts no further run; resolves when the current one has ended. */
  stop(): Promise<void>;
}

/**
 * Runs the work at once, and again `everyMs` after it has ended, or after as many milliseconds as it
 * resolves with. A failure is logged and counted, and does not end the repetition.
 */
export function repeat(
  work: () => Promise<number | undefined>,
  everyMs: number,
  {
    log,
    meter,
    timers,
  }: { readonly log: Log; readonly meter: Pick<Meter, "erred">; readonly timers: Timers },
): Repetition {
  let cancel = () => {};
  let isStopped = false;

  const run = async (): Promise<void> => {
    const pauseMs = await work().catch((error: unknown) => {
      log.error({ error }, "work that repeats has failed; it is tried again");
      meter.erred(error instanceof StoreError ? "store" : "work");
      return undefined;
    });
    if (isStopped) return;
    cancel = timers.after(pauseMs ?? everyMs, () => {
      running = run();
    });
  };
  let running = run();

  return {
    async stop() {
      isStopped = true;
      cancel();
      await running;
    },
  };
}
