import { hashOf, spread } from "./hash-text.ts";
import { clausesOfMessage } from "./message-features.ts";
import { featuresOfGap, gapBuckets, isWord, scoreOf } from "./missing-signs.ts";
import type { Example } from "./parse-examples.ts";
import { isAboutAccount } from "./same-answer.ts";
import { softmax } from "./vectors.ts";

/** The settings of training, chosen on a tenth of the examples. */
const epochs = 4;
const rate = 0.2;
const firstSquare = 0.001;
/** Longer messages without any sign may lack some themselves. */
const mostWordsWithoutSign = 8;
/** One of so many messages is read together with the next one, as if one person had written both. */
const oneJoinedIn = 2;

/**
 * Learns where clauses end, from the signs of the examples, which are taken away: logistic regression,
 * with steps as in AdaGrad. Returns a weight for each bucket; the same examples give the same bits.
 */
export function trainGaps(examples: readonly Example[]): Float32Array {
  const trainer = new GapTrainer();
  const stretches = stretchesOf(examples);
  for (let epoch = 0; epoch < epochs; epoch++) for (const each of stretches) trainer.learn(each);
  return trainer.gaps;
}

/** Clauses without the signs between them. */
type Stretch = readonly (readonly string[])[];

class GapTrainer {
  readonly gaps = new Float32Array(gapBuckets);
  readonly #squares = new Float32Array(gapBuckets).fill(firstSquare);

  /** Takes a step for each gap between the words of a stretch. */
  learn(stretch: Stretch): void {
    const words = stretch.flat();
    const ends = new Set<number>();
    let before = 0;
    for (const { length } of stretch) {
      before += length;
      ends.add(before - 1);
    }
    for (let at = 0; at < words.length - 1; at++) this.#step(featuresOfGap(words, at), ends.has(at));
  }

  #step(features: readonly number[], isEnd: boolean): void {
    const [share = 0] = softmax([scoreOf(features, this.gaps), 0]);
    const error = share - Number(isEnd);
    for (const bucket of features) {
      const sum = (this.#squares[bucket] ?? 0) + error * error;
      this.#squares[bucket] = sum;
      this.gaps[bucket] = (this.gaps[bucket] ?? 0) - (rate * error) / Math.sqrt(sum);
    }
  }
}

/** Returns the messages in a mixed order: each whole, each of its clauses alone, and some with the next one. */
function stretchesOf(examples: readonly Example[]): readonly Stretch[] {
  const ordered = examples
    .filter(({ intents }) => !intents.some(isAboutAccount))
    .map((example) => ({ order: spread(hashOf(example.text)), clauses: clausesOfExample(example) }))
    .filter(
      ({ clauses: [first = [], ...others] }) => others.length > 0 || first.length <= mostWordsWithoutSign,
    )
    .sort((one, other) => one.order - other.order)
    .map(({ clauses }) => clauses);
  return ordered.flatMap((clauses, at) => [
    clauses,
    ...(clauses.length > 1 ? clauses.map((clause) => [clause]) : []),
    ...(at % oneJoinedIn === 0 ? [[...clauses, ...(ordered[at + 1] ?? [])]] : []),
  ]);
}

function clausesOfExample({ tokens, spans }: Example): Stretch {
  return clausesOfMessage(tokens, spans).map((clause) => clause.filter(isWord).map(({ text }) => text));
}
