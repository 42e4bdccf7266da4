/** No more than so many in any stretch of so many milliseconds. Instants are in milliseconds. */
export class SlidingWindow {
  readonly #ms: number;
  /** The last ones, of which the oldest is written over next. */
  readonly #instants: Float64Array;
  #next = 0;

  constructor(count: number, ms: number) {
    this.#ms = ms;
    this.#instants = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  }

  /** Milliseconds until there is room for one; 0 if there is. */
  wait(now: number): number {
    return Math.max(0, (this.#instants[this.#next] ?? now) + this.#ms - now);
  }

  /** Counts one, although there may be no room. */
  add(now: number): void {
    this.#instants[this.#next] = now;
    this.#next = (this.#next + 1) % this.#instants.length;
  }
}
