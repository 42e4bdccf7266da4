/** The choices of one step of a run, in the order in which they were drawn: whole numbers from 0 to below 2³². */
export type StepChoices = number[];

/** All choices of a run: its beginning, then one list for each step. The same lists give the same run. */
export type Tape = readonly StepChoices[];

/** Options, each as often as its weight says. */
export type Weighted<Option> = readonly (readonly [weight: number, option: Option])[];

const range = 2 ** 32;

/**
 * Draws what happens. What is drawn is written down, so that it can be replayed; a list that is played to its end goes on with zeros,
 * which stand for the most ordinary choice.
 */
export class Choices {
  readonly tape: StepChoices[] = [];
  readonly #next: () => number;
  readonly #replayed: Tape | undefined;
  #step: StepChoices = [];
  #source: readonly number[] = [];

  constructor(seed: number, replayed?: Tape) {
    this.#next = mulberry32(seed);
    this.#replayed = replayed;
    this.beginStep();
  }

  /** How many steps a replayed run has; undefined where they are drawn. */
  get stepsToReplay(): number | undefined {
    // The first list begins the world, and the last one ends it.
    return this.#replayed && this.#replayed.length - 2;
  }

  beginStep(): void {
    this.#source = this.#replayed?.[this.tape.length] ?? [];
    this.#step = [];
    this.tape.push(this.#step);
  }

  #draw(): number {
    const value = this.#replayed === undefined ? this.#next() : (this.#source[this.#step.length] ?? 0);
    this.#step.push(value);
    return value;
  }

  /** From 0 to below 1. */
  fraction(): number {
    return this.#draw() / range;
  }

  /** From 0 to below `count`. */
  below(count: number): number {
    return Math.floor(this.fraction() * count);
  }

  /** True once in so many times; false for the most ordinary choice. */
  oneIn(count: number): boolean {
    return this.fraction() >= 1 - 1 / count;
  }

  /** One of them; the first is the most ordinary. */
  pick<Option>(options: readonly [Option, ...Option[]]): Option {
    return options[this.below(options.length)] ?? options[0];
  }

  /** One of them, as often as its weight says; the first that weighs anything is the most ordinary. */
  weighted<Option>(options: Weighted<Option>): Option {
    const total = options.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.fraction() * total;
    for (const [weight, option] of options) {
      if (weight > 0 && left < weight) return option;
      left -= weight;
    }
    throw new RangeError("Nothing can be chosen");
  }
}

/**
 * Returns the same options, of which in this run some weigh much more than in others and some nothing: so what has to come together to
 * break something does come together in some runs.
 */
export function inclined<Option>(choices: Choices, options: Weighted<Option>): Weighted<Option> {
  const drawn = options.map(([weight, option]) => [weight * choices.pick([1, 4, 0]), option] as const);
  return drawn.some(([weight]) => weight > 0) ? drawn : options;
}

/** Returns the options, some of which come up much more in this run than in others, and some never. */
export function inclinedAlike<Option>(choices: Choices, options: readonly Option[]): Weighted<Option> {
  return inclined(
    choices,
    options.map((option) => [1, option] as const),
  );
}

/** A generator of random numbers of 32 bits: whole numbers only, so that each machine draws the same. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
