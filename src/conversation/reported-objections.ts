import { type Context, currentCampaign, currentFollowing, followingWith } from "./context.ts";
import { isOf, type Objection, reportable, withOutcome } from "./objections.ts";
import type { Outcome, Person, StepId } from "./vocabulary.ts";

/** The objections that the report of this step may be about. */
export function reportedObjections(context: Context): readonly Objection[] {
  const { report = "confirmed" } = context.dialogue;
  return reportable(currentCampaign(context), currentFollowing(context), report, context.turn.accounts);
}

/** True if several may be meant, and not all of them were named. */
export function isAmbiguous(context: Context): boolean {
  const { accounts = [] } = context.turn;
  const objections = reportedObjections(context);
  return objections.length > 1 && !objections.every((objection) => isOf(objection, accounts));
}

/** The steps that these objections cover. */
export function coveredBy(objections: readonly Objection[]): readonly StepId[] {
  return objections.flatMap(({ step }) => step.covers);
}

/** The person, with this outcome of these steps as of now. */
export function withOutcomeNow(context: Context, steps: readonly StepId[], kind: Outcome["kind"]): Person {
  const outcome = { kind, at: context.facts.now };
  return followingWith(context, withOutcome(currentFollowing(context), steps, outcome));
}
