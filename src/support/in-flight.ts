/** The promises that have not settled yet. */
export class InFlight {
  readonly #pending = new Set<Promise<unknown>>();

  get size(): number {
    return this.#pending.size;
  }

  /** Counts `work` as in flight until it settles; returns it. */
  track<Result>(work: Promise<Result>): Promise<Result> {
    const settle = () => void this.#pending.delete(work);
    this.#pending.add(work);
    work.then(settle, settle);
    return work;
  }

  /** Resolves when nothing is in flight, and nothing was added meanwhile. Never rejects. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }
}
