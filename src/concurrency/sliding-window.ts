/** No more than so many in any stretch of so many milliseconds, in the order of asking. Instants are in milliseconds. */
export class SlidingWindow {
  readonly #ms: number;
  /** The last turns, of which the oldest is written over next. */
  readonly #turns: Float64Array;
  #next = 0;

  constructor(count: number, ms: number) {
    this.#ms = ms;
    this.#turns = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  }

  /** Takes a turn, if need be one to come; returns when it is. */
  reserve(now: number): number {
    const turn = Math.max(now, (this.#turns[this.#next] ?? now) + this.#ms);
    this.#turns[this.#next] = turn;
    this.#next = (this.#next + 1) % this.#turns.length;
    return turn;
  }

  /** How many could have their turn now. */
  free(now: number): number {
    return this.#turns.reduce((count, turn) => (turn + this.#ms <= now ? count + 1 : count), 0);
  }
}
