import { z } from "zod";
import { saidKinds } from "../../conversation/vocabulary.ts";
import { memoized } from "../../support/memoized.ts";

/** What is asked of a text, in the order of a model's numbers: whether it is a reply, and each kind. */
export const asked = ["reply", ...saidKinds] as const;

/**
 * What was learned of replies, as it is stored. The long lists are not looked at one by one: the hash
 * in their file says that they are whole.
 */
export const replyModelSchema = z.strictObject({
  /** Words that deny what follows, of all languages. */
  negations: z.array(z.string()),
  constants: z.array(z.number()).length(asked.length),
  /** What one step of a weight is worth. */
  step: z.number(),
  features: z.custom<readonly string[]>(Array.isArray),
  /** How rare each feature is. */
  rarities: z.custom<readonly number[]>(Array.isArray),
  /** One for each feature and each question. */
  weights: z.custom<readonly number[]>(Array.isArray),
});
export type ReplyModel = z.infer<typeof replyModelSchema>;

/** How likely a text is a reply, and each kind, from 0 to 1. */
export type ReplyScores = Readonly<Record<(typeof asked)[number], number>>;

export type ScoreReply = (features: ReadonlySet<string>) => ReplyScores;

/** Prepares a model for use, once. */
export const createReplyScorer = memoized(prepare);

function prepare({ constants, step, features, rarities, weights }: ReplyModel): ScoreReply {
  const places = new Map(features.map((feature, at) => [feature, at]));
  return (found) => {
    const known = [...found].flatMap((feature) => places.get(feature) ?? []);
    const length = Math.hypot(1, ...known.map((at) => rarities[at] ?? 0));
    const scores = asked.map((name, question) => {
      const sum = known.reduce((total, at) => total + (weights[at * asked.length + question] ?? 0), 0);
      return [name, likelihoodOf((constants[question] ?? 0) + (sum * step) / length)] as const;
    });
    return Object.fromEntries(scores) as ReplyScores;
  };
}

/** The logistic function. */
export function likelihoodOf(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
