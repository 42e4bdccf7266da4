import { bucketOf, buckets, dimensions, scoresOf, type Weights } from "./intent-model.ts";
import type { MessageFeatures } from "./message-features.ts";
import { addAt, addTo, product, softmax } from "./vectors.ts";

/** What one message contributes to training. */
export interface TrainingExample {
  readonly features: MessageFeatures;
  /** The features of the same message with typing mistakes. */
  readonly mistyped: MessageFeatures;
  /** Indexes in the list of intents. */
  readonly intents: readonly number[];
  /** True if it is never joined to another message. */
  readonly standsAlone: boolean;
}

/** The settings of training, chosen by cross-validation. */
const epochs = 12;
const firstRate = 0.15;
/** This share of the words of a longer message is left out each time, so that no single one decides. */
const shareLeftOut = 0.3;
const fewestWordsToLeaveOut = 3;
/** This share of the messages is joined to another one, because people say several things at once. */
const shareJoined = 0.3;
/** This share of the messages is typed with mistakes. */
const shareMistyped = 0.3;
const rateOfConstants = 0.1;
/** Smaller errors are ignored: they are not worth the time. */
const negligible = 0.002;
const seed = 20_250_527;

/**
 * Trains the weights: fastText's supervised model, with steps as in AdaGrad. The same examples in
 * the same order give the same bits.
 */
export function trainWeights(examples: readonly TrainingExample[], intentCount: number): Weights {
  const random = createRandom(seed);
  const trainer = new Trainer(intentCount, random);
  const order = examples.map((_, at) => at);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const [count, at] of order.entries()) {
      const rate = firstRate * (1 - (epoch * order.length + count) / (epochs * order.length));
      const joined = random() < shareJoined ? Math.floor(random() * examples.length) : at;
      trainer.learn(joinedFrom(examples, at, joined), rate);
    }
  }
  return trainer;
}

/** Returns the messages at two indexes if both may be joined, else the first one. */
function joinedFrom(
  examples: readonly TrainingExample[],
  at: number,
  other: number,
): readonly TrainingExample[] {
  const pair = [...new Set([at, other])].flatMap((each) => examples[each] ?? []);
  return pair.some(({ standsAlone }) => standsAlone) ? pair.slice(0, 1) : pair;
}

/** Returns pseudo-random numbers from 0 to 1: Marsaglia's xorshift. */
function createRandom(start: number): () => number {
  let state = start;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

function shuffle(list: number[], random: () => number): void {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other] ?? 0, list[last] ?? 0];
  }
}

class Trainer implements Weights {
  readonly rows = new Float32Array(buckets * dimensions);
  readonly heads: Float32Array;
  readonly constants: Float32Array;
  /** Sums of the squares of all steps so far: the higher a sum, the smaller the next step (AdaGrad). */
  readonly #rowSquares = new Float32Array(buckets).fill(0.001);
  readonly #headSquares: Float32Array;
  readonly #random: () => number;

  constructor(intentCount: number, random: () => number) {
    this.#random = random;
    const widest = 1 / Math.sqrt(dimensions);
    this.heads = new Float32Array(intentCount * dimensions).map(() => (random() * 2 - 1) * widest);
    this.constants = new Float32Array(intentCount);
    this.#headSquares = new Float32Array(intentCount).fill(0.001);
  }

  /** Takes one step towards the intents that these messages have together. */
  learn(examples: readonly TrainingExample[], rate: number): void {
    const used = examples.flatMap((example) => this.#pickBuckets(this.#asTyped(example)));
    const intents = new Set(examples.flatMap((example) => example.intents));
    const scale = 1 / Math.sqrt(Math.max(used.length, 1));
    const mean = new Float32Array(dimensions);
    for (const bucket of used) addTo(mean, scale, this.rows, bucket * dimensions);
    const shares = softmax(scoresOf(mean, this));
    const errors = shares.map((share, intent) => share - (intents.has(intent) ? 1 / intents.size : 0));
    const pull = this.#moveHeads(errors, mean, rate);
    this.#moveRows(used, pull, rate, scale);
  }

  #asTyped({ features, mistyped }: TrainingExample): MessageFeatures {
    return this.#random() < shareMistyped ? mistyped : features;
  }

  #pickBuckets({ hashes, owners, wordCount }: MessageFeatures): readonly number[] {
    const isFew = wordCount < fewestWordsToLeaveOut;
    const isKept = Array.from({ length: wordCount }, () => isFew || this.#random() >= shareLeftOut);
    return hashes.filter((_, at) => isKept[owners[at] ?? 0]).map(bucketOf);
  }

  /** Moves each intent's vector by its error; returns the gradient for the rows. */
  #moveHeads(errors: readonly number[], mean: Float32Array, rate: number): Float32Array {
    const pull = new Float32Array(dimensions);
    const length = product(mean, 0, mean) / dimensions;
    for (const [intent, error] of errors.entries()) {
      if (Math.abs(error) < negligible) continue;
      addTo(pull, error, this.heads, intent * dimensions);
      const step = rate * rateAfter(this.#headSquares, intent, error * error * length);
      addAt(this.heads, intent * dimensions, -step * error, mean);
      this.constants[intent] = (this.constants[intent] ?? 0) - rateOfConstants * rate * error;
    }
    return pull;
  }

  #moveRows(used: readonly number[], pull: Float32Array, rate: number, scale: number): void {
    const square = (product(pull, 0, pull) * scale * scale) / dimensions;
    for (const bucket of used) {
      const step = rate * scale * rateAfter(this.#rowSquares, bucket, square);
      addAt(this.rows, bucket * dimensions, -step, pull);
    }
  }
}

/** Adds the square of a step, and returns the factor for that step. */
function rateAfter(squares: Float32Array, at: number, square: number): number {
  const sum = (squares[at] ?? 0) + square;
  squares[at] = sum;
  return 1 / Math.sqrt(sum);
}
