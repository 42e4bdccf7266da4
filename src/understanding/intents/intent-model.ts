import { z } from "zod";
import { notOfItsExamples } from "../../support/operator-error.ts";
import { gapBuckets } from "./missing-signs.ts";
import { product } from "./vectors.ts";

/**
 * How many buckets features are hashed into; some share one. Times `dimensions` it is about the
 * size of a model in bytes.
 */
export const buckets = 32_768;
export const dimensions = 60;
/** The threshold of an intent that is never concluded. */
export const never = 1;

/** A courtesy needs less confidence, since an answer to it does no harm. */
const enoughForCourtesy = 0.3;

/** The numbers that training learns of intents. */
export interface Weights<Numbers = Float32Array> {
  /** A vector for each bucket. */
  readonly rows: Numbers;
  /** A vector for each intent. */
  readonly heads: Numbers;
  /** How likely each intent is before anything is known of the message. */
  readonly constants: Numbers;
}

/** An intent that a message may have. */
export interface ClassifiedIntent {
  readonly intent: string;
  /**
   * From 0 to 1; those of all intents add up to 1, so each of two intents that are both meant has
   * less than one alone.
   */
  readonly confidence: number;
  /** The confidence from which on it may be concluded; 1 if never. */
  readonly threshold: number;
}

/** Whether an intent is likely enough to be concluded. */
export function isSure({ intent, confidence, threshold }: ClassifiedIntent): boolean {
  return confidence >= (intent.startsWith("courtesy.") ? Math.min(threshold, enoughForCourtesy) : threshold);
}

/** Returns the confidence that a text means one of these intents, all together. */
export function confidenceInAll(intents: ReadonlySet<string>, ranked: readonly ClassifiedIntent[]): number {
  return ranked.reduce((sum, { intent, confidence }) => (intents.has(intent) ? sum + confidence : sum), 0);
}

const headerSchema = z.strictObject({
  /** The version of how features are made and weighted; it changes with this code. */
  version: z.literal(2),
  /** The hash of the examples that the model was trained with. */
  examples: z.string(),
  /** What one step of a byte is worth, for each kind of number. */
  scales: z.strictObject({ rows: z.number(), heads: z.number(), constants: z.number() }),
  /** Each with the confidence from which on it may be concluded. */
  intents: z.array(z.strictObject({ name: z.string(), threshold: z.number() })),
});
type Header = z.infer<typeof headerSchema>;

/** An intent with the confidence from which on it may be concluded. */
export type KnownIntent = Header["intents"][number];

/** A trained model: weights that are rounded to a byte each. */
export interface IntentModel extends Header, Weights<Int8Array> {
  /** A weight for each bucket of what stands around the end of a clause: only the sign of a sum counts. */
  readonly gaps: Int8Array;
}

export function bucketOf(hash: number): number {
  return hash % buckets;
}

/** Returns how well each intent fits a message, given the mean of its features' vectors. */
export function scoresOf(
  mean: Float32Array,
  { heads, constants }: Pick<Weights<Float32Array | Int8Array>, "heads" | "constants">,
  { heads: scale, constants: constantScale } = { heads: 1, constants: 1 },
): readonly number[] {
  return Array.from(
    constants,
    (constant, intent) => constant * constantScale + product(heads, intent * dimensions, mean) * scale,
  );
}

/** Makes a model of trained weights. `examples` is the hash of the examples. */
export function roundWeights(
  weights: Weights & { readonly gaps: Float32Array },
  intents: readonly KnownIntent[],
  examples: string,
): IntentModel {
  const [rows, heads, constants, gaps] = [
    rounded(weights.rows),
    rounded(weights.heads),
    rounded(weights.constants),
    rounded(weights.gaps),
  ];
  const scales = { rows: rows.scale, heads: heads.scale, constants: constants.scale };
  const numbers = {
    rows: rows.numbers,
    heads: heads.numbers,
    constants: constants.numbers,
    gaps: gaps.numbers,
  };
  return { version: 2, examples, scales, intents: [...intents], ...numbers };
}

function rounded(numbers: Float32Array): { readonly numbers: Int8Array; readonly scale: number } {
  const most = numbers.reduce((largest, each) => Math.max(largest, Math.abs(each)), 0);
  const scale = most > 0 ? most / 127 : 1;
  return { numbers: Int8Array.from(numbers, (each) => Math.round(each / scale)), scale };
}

/** Encodes a model as its file stores it: a line of JSON, then all weights. */
export function encodeModel({ rows, heads, constants, gaps, ...header }: IntentModel): Uint8Array {
  const line = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const parts = [rows, heads, constants, gaps];
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, line.length));
  bytes.set(line);
  let at = line.length;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.length), at);
    at += part.length;
  }
  return bytes;
}

/**
 * Decodes the file of a model. Throws an {@link OperatorError} if this code did not make it from
 * the examples with this hash.
 */
export function decodeModel(bytes: Uint8Array, examples: string, path: string): IntentModel {
  const end = bytes.indexOf("\n".charCodeAt(0)) + 1;
  const header = headerOf(new TextDecoder().decode(bytes.subarray(0, end)));
  const count = header?.intents.length ?? 0;
  const sizes = [buckets * dimensions, count * dimensions, count, gapBuckets] as const;
  const isWhole = bytes.length === sizes.reduce((sum, size) => sum + size, end);
  if (header?.examples !== examples || !isWhole) throw notOfItsExamples(path, "npm run train");
  const partAt = (start: number, length: number) =>
    new Int8Array(bytes.buffer, bytes.byteOffset + end + start, length);
  return {
    ...header,
    rows: partAt(0, sizes[0]),
    heads: partAt(sizes[0], sizes[1]),
    constants: partAt(sizes[0] + sizes[1], sizes[2]),
    gaps: partAt(sizes[0] + sizes[1] + sizes[2], sizes[3]),
  };
}

function headerOf(line: string): Header | undefined {
  try {
    return headerSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
