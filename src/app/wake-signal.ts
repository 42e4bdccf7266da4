const nothing = () => {};

/** Lets one wait for a while, and another end the waiting. A class, as there is one for each conversation that is sent to. */
export class WakeSignal {
  #isNotified = false;
  #isCancelled = false;
  #onNotify = nothing;
  #onCancel = nothing;

  /** Ends a wait that may be rung out of, or is remembered until `reset`. */
  notify(): void {
    this.#isNotified = true;
    this.#onNotify();
  }

  isNotified(): boolean {
    return this.#isNotified;
  }

  reset(): void {
    this.#isNotified = false;
  }

  /** Resolves after `ms` milliseconds; with `untilNotified` as soon as it is rung. */
  async wait(ms: number, { untilNotified }: { readonly untilNotified: boolean }): Promise<void> {
    if (this.#isCancelled || (untilNotified && this.#isNotified)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#onCancel = end;
      this.#onNotify = untilNotified ? end : nothing;
    });
  }

  /** Ends every wait, now and later. */
  cancel(): void {
    this.#isCancelled = true;
    this.#onCancel();
  }
}
