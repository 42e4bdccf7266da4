type Numbers = Float32Array | Int8Array;

/** Returns the dot product of two vectors of one length, one of which begins at `start`. */
export function product(numbers: Numbers, start: number, vector: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (numbers[start + at] ?? 0) * (vector[at] ?? 0);
  return sum;
}

/** Adds a vector that begins at `start`, times a factor, to another. */
export function addTo(vector: Float32Array, factor: number, numbers: Numbers, start: number): void {
  for (let at = 0; at < vector.length; at++)
    vector[at] = (vector[at] ?? 0) + factor * (numbers[start + at] ?? 0);
}

/** Adds a vector, times a factor, to one that begins at `start`. */
export function addAt(numbers: Float32Array, start: number, factor: number, vector: Float32Array): void {
  for (let at = 0; at < vector.length; at++)
    numbers[start + at] = (numbers[start + at] ?? 0) + factor * (vector[at] ?? 0);
}

const squarings = 12;
const twoToTheTwelfth = 4_096;

/**
 * The exponential function of numbers up to 0, from multiplications alone: `Math.exp` differs in
 * the last bit between versions of Node, and so would the model. Down to -10 it is right to one
 * part in eighty.
 */
function exponential(x: number): number {
  let power = Math.max(1 + x / twoToTheTwelfth, 0);
  for (let count = 0; count < squarings; count++) power *= power;
  return power;
}

/** Turns scores into shares that add up to 1. */
export function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => exponential(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
