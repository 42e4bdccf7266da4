import type { AccountId, Campaign } from "../campaigns/schema.ts";
import { type RequiredStep, requiredSteps } from "./required-steps.ts";
import type { Following, Instant, Outcome } from "./vocabulary.ts";

/** A form or an e-mail that a person needs, with how far its objection has come. A setting is changed at once: no one answers it. */
export interface Objection {
  readonly step: RequiredStep;
  /** Absent while it is to do. */
  readonly sentAt?: Instant;
  readonly outcome?: Outcome;
}

/** An objection that was sent. */
export type SentObjection = Objection & { readonly sentAt: Instant };

/** Returns the person's objections by form, in the campaign's order, without optional steps. */
export function objectionsOf(campaign: Campaign, following: Following): readonly Objection[] {
  return requiredSteps(campaign, following)
    .filter(({ kind, optional }) => kind !== "setting" && !optional)
    .map((step): Objection => {
      const sent = step.covers.map((covered) => following.sent[covered]).filter((at) => at !== undefined);
      const [outcome] = step.covers.flatMap((covered) => following.outcomes[covered] ?? []);
      const isSent = sent.length === step.covers.length;
      return { step, ...(isSent && { sentAt: Math.max(...sent) }), ...(outcome && { outcome }) };
    });
}

/** Returns those that were sent and have no outcome yet. */
export function openObjections(campaign: Campaign, following: Following): readonly SentObjection[] {
  return objectionsOf(campaign, following)
    .filter(isSent)
    .filter(({ outcome }) => outcome === undefined);
}

/** Returns those that were refused or left without an answer. */
export function failedObjections(campaign: Campaign, following: Following): readonly SentObjection[] {
  return objectionsOf(campaign, following)
    .filter(isSent)
    .filter(({ outcome }) => outcome !== undefined && outcome.kind !== "confirmed");
}

/**
 * Returns those that a report can be about: those of the accounts that were named; else the open ones before those that have an outcome
 * already, and both before those still to do.
 */
export function reportable(
  campaign: Campaign,
  following: Following,
  kind: Outcome["kind"],
  accounts: readonly AccountId[] = [],
): readonly Objection[] {
  const all = objectionsOf(campaign, following);
  const named = all.filter((objection) => isOf(objection, accounts));
  if (named.length > 0) return named;
  const others = all.filter(({ outcome }) => outcome?.kind !== kind);
  const sent = others.filter(isSent);
  const open = sent.filter(({ outcome }) => outcome === undefined);
  return [open, sent].find((objections) => objections.length > 0) ?? others;
}

/** True if the objection is for one of these accounts. */
export function isOf({ step }: Objection, accounts: readonly AccountId[]): boolean {
  return step.covers.some((covered) => accounts.includes(covered));
}

/** Returns the person's progress with this outcome for these steps; they count as sent. */
export function withOutcome(
  following: Following,
  steps: readonly string[],
  outcome: Outcome,
): Pick<Following, "sent" | "outcomes"> {
  const all = <Value>(value: Value) => Object.fromEntries(steps.map((step) => [step, value]));
  return {
    sent: { ...all(outcome.at), ...following.sent },
    outcomes: { ...following.outcomes, ...all(outcome) },
  };
}

function isSent(objection: Objection): objection is SentObjection {
  return objection.sentAt !== undefined;
}
