import { sleep } from "../concurrency/sleep.ts";

/** Ends a wait from outside. A class, as there is one for each conversation that is sent to. */
export class WakeSignal {
  #isNotified = false;
  #waiting: AbortController | undefined;

  /** Ends the wait, or the next one; remembered until `reset`. */
  notify(): void {
    this.#isNotified = true;
    this.#waiting?.abort();
  }

  isNotified(): boolean {
    return this.#isNotified;
  }

  reset(): void {
    this.#isNotified = false;
  }

  /** Resolves after `ms` milliseconds, when it is notified, or when `cancelled` is aborted. */
  async wait(ms: number, cancelled: AbortSignal): Promise<void> {
    if (this.#isNotified) return;
    this.#waiting = new AbortController();
    await sleep(ms, this.#waiting.signal, cancelled);
  }
}
