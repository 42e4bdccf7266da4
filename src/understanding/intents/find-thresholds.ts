import type { Prediction } from "./cross-validate.ts";
import { type KnownIntent, never } from "./intent-model.ts";
import { answerOf, byAnswer, isAboutAccount } from "./same-answer.ts";

/** A likely answer by a model, under its intent's name, and whether it was right. */
interface Claim {
  readonly intent: string;
  readonly confidence: number;
  readonly isRight: boolean;
}

/** The share of conclusions of an intent that should be right. */
const wantedPrecision = 0.93;
/** An intent with a lower confidence is never concluded. */
const leastConfidence = 0.4;
/**
 * Added to the claims of an intent: so many claims as right as those of all intents, since a few of
 * its own prove little.
 */
const borrowed = 10;

/**
 * Sets each intent's threshold: the lowest confidence of its answer down to which enough claims
 * were right.
 */
export function withThresholds(
  intents: readonly KnownIntent[],
  predictions: readonly Prediction[],
): readonly KnownIntent[] {
  const claims = predictions
    .filter(isOfMessage)
    .flatMap(claimsOf)
    .sort((one, other) => other.confidence - one.confidence);
  const usual = precisions(claims, () => 0, 0);
  return intents.map(({ name }) => {
    const ofIntent = claims.filter(({ intent }) => intent === answerOf(name));
    const precise = precisions(ofIntent, (claim) => usual.get(claim) ?? 0, borrowed);
    const last = ofIntent.findLast((claim) => (precise.get(claim) ?? 0) >= wantedPrecision);
    return { name, threshold: last?.confidence ?? never };
  });
}

/** An intent about a single account has no threshold. */
function isOfMessage({ example }: Prediction): boolean {
  return !example.intents.some(isAboutAccount);
}

function claimsOf({ example, ranked }: Prediction): readonly Claim[] {
  const answers = new Set(example.intents.map(answerOf));
  return byAnswer(ranked)
    .filter(({ confidence }) => confidence >= leastConfidence)
    .map(({ intent, confidence }) => ({ intent, confidence, isRight: answers.has(intent) }));
}

/**
 * Returns, for each claim, the share of right ones among the claims up to it, the most confident
 * first, and among `more` further ones of which the share `usual` is right.
 */
function precisions(
  claims: readonly Claim[],
  usual: (claim: Claim) => number,
  more: number,
): ReadonlyMap<Claim, number> {
  let right = 0;
  return new Map(
    claims.map((claim, index) => {
      right += Number(claim.isRight);
      return [claim, (right + more * usual(claim)) / (index + 1 + more)];
    }),
  );
}
