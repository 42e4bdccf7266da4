import type { SaidKind } from "../../conversation/vocabulary.ts";
import { hashOf, spread } from "../intents/hash-text.ts";
import { featuresOfReply } from "./reply-features.ts";
import { asked, likelihoodOf, type ReplyModel } from "./reply-model.ts";

/** A text, and what it says; "none" if it is no service's reply. */
export interface ReplyExample {
  readonly kind: SaidKind | "none";
  readonly text: string;
}

/** What is learned from: examples, and the words that deny what follows them. */
export interface ReplyLessons {
  readonly examples: readonly ReplyExample[];
  readonly negations: readonly string[];
}

/** A feature of a text, and how much it counts there: rare ones more, and each less in a long text. */
interface Input {
  readonly at: number;
  readonly share: number;
}

/** The settings of training, chosen by cross-validation. */
const epochs = 20;
const rate = 0.3;
const rateOfConstant = 0.05;
/** Smaller errors are ignored. */
const negligible = 0.01;
const firstSquare = 0.0001;
const largestWeight = 127;
/** A feature of fewer examples says more of those than of replies. */
const fewestExamples = 2;

/**
 * Learns by which features replies are known: logistic regression for each question, with steps as in
 * AdaGrad. The same lessons give the same numbers.
 */
export function trainReplies({ examples, negations }: ReplyLessons): ReplyModel {
  // Examples of all kinds come mixed, in the same order each time.
  const ordered = [...examples].sort((one, other) => spread(hashOf(one.text)) - spread(hashOf(other.text)));
  const denying = new Set(negations);
  const found = ordered.map(({ text }) => [...featuresOfReply(text, denying)]);
  const counts = new Map<string, number>();
  for (const feature of found.flat()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const features = [...counts.keys()].filter((each) => (counts.get(each) ?? 0) >= fewestExamples).sort();
  const places = new Map(features.map((feature, at) => [feature, at]));
  const rarities = features.map((feature) =>
    rounded(Math.log(1 + found.length / (counts.get(feature) ?? 1))),
  );
  const inputs = found.map((each) =>
    inputsOf(
      each.flatMap((feature) => places.get(feature) ?? []),
      rarities,
    ),
  );
  const regressions = asked.map((question) => {
    const isTrue = ordered.map(({ kind }) => (question === "reply" ? kind !== "none" : kind === question));
    return trainRegression(inputs, isTrue, features.length);
  });
  const weights = rarities.flatMap((rarity, at) =>
    regressions.map((each) => (each.weights[at] ?? 0) * rarity),
  );
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / largestWeight;
  return {
    negations: [...negations],
    ...{ constants: regressions.map(({ constant }) => rounded(constant)), step },
    ...{ features, rarities, weights: weights.map((weight) => Math.round(weight / step)) },
  };
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}

function inputsOf(places: readonly number[], rarities: readonly number[]): readonly Input[] {
  const length = Math.hypot(1, ...places.map((at) => rarities[at] ?? 0));
  return places.map((at) => ({ at, share: (rarities[at] ?? 0) / length }));
}

interface Regression {
  readonly constant: number;
  readonly weights: Float64Array;
}

function trainRegression(
  examples: readonly (readonly Input[])[],
  isTrue: readonly boolean[],
  size: number,
): Regression {
  const weights = new Float64Array(size);
  /** Sums of the squares of all steps so far: the higher a sum, the smaller the next step. */
  const squares = new Float64Array(size).fill(firstSquare);
  let constant = 0;
  const learn = (inputs: readonly Input[], wanted: number) => {
    const score = inputs.reduce((sum, { at, share }) => sum + (weights[at] ?? 0) * share, constant);
    const error = likelihoodOf(score) - wanted;
    if (Math.abs(error) < negligible) return;
    constant -= rateOfConstant * error;
    for (const { at, share } of inputs) {
      const square = (squares[at] ?? 0) + (error * share) ** 2;
      squares[at] = square;
      weights[at] = (weights[at] ?? 0) - (rate * error * share) / Math.sqrt(square);
    }
  };
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const [at, inputs] of examples.entries()) learn(inputs, Number(isTrue[at]));
  return { constant, weights };
}
