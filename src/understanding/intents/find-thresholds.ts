import type { Prediction } from "./cross-validate.ts";
import { type KnownIntent, never } from "./intent-model.ts";
import { answerOf, byAnswer, isAboutAccount } from "./same-answer.ts";

/** An answer that a model held likely, by the intent that it is called after, and whether it was right. */
interface Claim {
  readonly intent: string;
  readonly confidence: number;
  readonly isRight: boolean;
}

/** Of the times an intent is concluded, so many should be right. */
const wantedPrecision = 0.93;
/** What is held less likely is never concluded. */
const leastConfidence = 0.4;
/** So many claims of an intent are taken to be as those of all intents: a few of its own prove little. */
const borrowed = 10;

/** Gives each intent the lowest confidence of its answer from which on that was right often enough. */
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
    const own = claims.filter(({ intent }) => intent === answerOf(name));
    const precise = precisions(own, (claim) => usual.get(claim) ?? 0, borrowed);
    const last = own.findLast((claim) => (precise.get(claim) ?? 0) >= wantedPrecision);
    return { name, threshold: last?.confidence ?? never };
  });
}

/** What is said of one account has no threshold. */
function isOfMessage({ example }: Prediction): boolean {
  return !example.intents.some(isAboutAccount);
}

function claimsOf({ example, ranked }: Prediction): readonly Claim[] {
  const answers = new Set(example.intents.map(answerOf));
  return byAnswer(ranked)
    .filter(({ confidence }) => confidence >= leastConfidence)
    .map(({ intent, confidence }) => ({ intent, confidence, isRight: answers.has(intent) }));
}

/** The share of right ones among the claims up to each, the most confident first, and among so many more that are right as `usual` says. */
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
