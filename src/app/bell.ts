const nothing = () => {};

/** Lets one wait for a while, and another end the waiting. A class, as there is one for each conversation that is sent to. */
export class Bell {
  #isRung = false;
  #isSilenced = false;
  #onRing = nothing;
  #onSilence = nothing;

  /** Ends a wait that may be rung out of, or is remembered until `hush`. */
  ring(): void {
    this.#isRung = true;
    this.#onRing();
  }

  isRung(): boolean {
    return this.#isRung;
  }

  hush(): void {
    this.#isRung = false;
  }

  /** Resolves after `ms` milliseconds; with `untilRung` as soon as it is rung. */
  async wait(ms: number, { untilRung }: { readonly untilRung: boolean }): Promise<void> {
    if (this.#isSilenced || (untilRung && this.#isRung)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#onSilence = end;
      this.#onRing = untilRung ? end : nothing;
    });
  }

  /** Ends every wait, now and later. */
  silence(): void {
    this.#isSilenced = true;
    this.#onSilence();
  }
}
